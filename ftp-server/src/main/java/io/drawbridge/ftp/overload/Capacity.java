package io.drawbridge.ftp.overload;

/**
 * How many sessions a process can hold with the memory and the file handles that it has: all of them idle but for as many
 * transfers as may run, or all of them transferring, whichever is more. As measured: docs/decisions/0008.
 */
final class Capacity {
    /** Of the heap, the rest is for the collector to work with. */
    private static final long USABLE_QUARTERS_OF_HEAP = 3;
    private static final long HEAP_OF_THE_PROGRAM = 48L << 20;
    private static final long HEAP_OF_A_SESSION = 24L << 10;
    /** Of an upload from a client that is faster than the disk. */
    private static final long HEAP_OF_A_TRANSFER = 768L << 10;
    /** Jars, event loops, database connections, what is kept free, and connections that are just being refused. */
    private static final long HANDLES_OF_THE_PROGRAM = 512;
    private static final long HANDLES_OF_A_SESSION = 1;
    /** Data connection, file. */
    private static final long HANDLES_OF_A_TRANSFER = 2;

    private Capacity() {
    }

    /**
     * @param heap in bytes, at most
     * @param handles at most
     * @param listeners ports on which data connections are waited for, at most
     * @param transfers at most
     * @return at least 1
     */
    static int sessions(long heap, long handles, long listeners, long transfers) {
        long byHeap = fit(heap / 4 * USABLE_QUARTERS_OF_HEAP - HEAP_OF_THE_PROGRAM, HEAP_OF_A_SESSION, HEAP_OF_A_TRANSFER,
                transfers);
        long byHandles = fit(handles - HANDLES_OF_THE_PROGRAM - listeners, HANDLES_OF_A_SESSION, HANDLES_OF_A_TRANSFER,
                transfers);
        return Math.clamp(Math.min(byHeap, byHandles), 1, Integer.MAX_VALUE);
    }

    private static long fit(long available, long ofASession, long ofATransfer, long transfers) {
        long allTransfer = available / (ofASession + ofATransfer);
        return transfers >= allTransfer ? allTransfer : (available - transfers * ofATransfer) / ofASession;
    }
}
