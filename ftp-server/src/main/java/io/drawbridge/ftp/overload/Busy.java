package io.drawbridge.ftp.overload;

/** What a node is short of. The name in lower case is the label in logs and metrics. */
public enum Busy {
    EVENT_LOOP("the server is slow to answer", 3),
    HEAP("memory runs low", 1),
    FILE_HANDLES("file handles run low", 1),
    DISK("disk space runs low", 1),
    /** A moment without a free connection is nothing that anybody need know of. */
    DATABASE_POOL("all database connections are in use", 2),
    SESSIONS("this server holds as many sessions as it can", 1);

    private final String words;
    private final int samplesToBelieve;

    Busy(String words, int samplesToBelieve) {
        this.words = words;
        this.samplesToBelieve = samplesToBelieve;
    }

    /** What the client is told. */
    public String words() {
        return words;
    }

    /** After how many samples in a row it is believed. */
    int samplesToBelieve() {
        return samplesToBelieve;
    }
}
