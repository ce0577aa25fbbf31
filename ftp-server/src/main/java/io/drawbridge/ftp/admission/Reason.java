package io.drawbridge.ftp.admission;

/** Why a client is turned away. The name in lower case is the label in logs. */
public enum Reason {
    MAINTENANCE("Closed for maintenance"),
    CLUSTER_FULL("Too many sessions"),
    ADDRESS_FULL("Too many sessions from %s"),
    ACCOUNT_FULL("Too many sessions of %s"),
    ACCOUNT_GONE("The account %s was disabled"),
    SHUTTING_DOWN("Shutting down"),
    /** This node alone, and it is told what it is short of. */
    BUSY("Busy"),
    DATABASE_UNAVAILABLE("The session limits cannot be checked just now");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** @param subject whose limit it is: an address or an account; null where the reason names neither */
    String words(String subject) {
        return words.formatted(subject);
    }
}
