package io.drawbridge.ftp.overload;

/** How many sessions a process can hold with the memory and the file handles that it has. */
final class Capacity {
    /** What the program itself takes, nobody being inside, and what is to stay free. */
    private static final long HEAP_OF_THE_PROGRAM = 64L << 20;
    /** Of a session that transfers; one that is idle takes a tenth. As measured: docs/decisions/0008. */
    private static final long HEAP_OF_A_SESSION = 160L << 10;
    /** Jars, event loops, database connections, and a few connections that are just being refused. */
    private static final long HANDLES_OF_THE_PROGRAM = 256;
    /** Control connection, passive listener, data connection, file. */
    private static final long HANDLES_OF_A_SESSION = 4;

    private Capacity() {
    }

    /**
     * @param heap in bytes, at most
     * @param handles at most
     * @return at least 1
     */
    static int sessions(long heap, long handles) {
        long byHeap = (heap - HEAP_OF_THE_PROGRAM) / HEAP_OF_A_SESSION;
        long byHandles = (handles - HANDLES_OF_THE_PROGRAM) / HANDLES_OF_A_SESSION;
        return Math.clamp(Math.min(byHeap, byHandles), 1, Integer.MAX_VALUE);
    }
}
