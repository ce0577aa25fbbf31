package io.drawbridge.ftp.data;

import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Memory outside of Java's heap for what passes between files and data connections, kept to be used again. The large ones are
 * few whatever clients do: who comes when all are in use gets a small one. Any thread.
 */
public final class DataBuffers {
    /** In bytes. */
    public static final int SMALL = 64 << 10;
    /** In bytes. The system copies most cheaply in pieces of this size. */
    static final int LARGE = 1 << 20;

    /** Of the memory that Java may use at most. */
    private static final int LARGE_PART = 32;
    private static final int LEAST_LARGE = 2;
    private static final int MOST_LARGE = 64;
    private static final int MAX_SPARE_SMALL = 64;

    private static final Deque<ByteBuf> SPARE_SMALL = new ArrayDeque<>();
    private static final Deque<ByteBuf> SPARE_LARGE = new ArrayDeque<>();
    /** How many there are, in use and spare. */
    private static int allLarge;

    private DataBuffers() {
    }

    /** An empty buffer of {@link #SMALL} bytes; to be given back. */
    public static ByteBuf small() {
        synchronized (SPARE_SMALL) {
            if (!SPARE_SMALL.isEmpty()) {
                return SPARE_SMALL.pop();
            }
        }
        return Unpooled.directBuffer(SMALL, SMALL);
    }

    /** One of {@link #LARGE} bytes if there is one, else a small one. */
    static ByteBuf large() {
        synchronized (SPARE_LARGE) {
            if (!SPARE_LARGE.isEmpty()) {
                return SPARE_LARGE.pop();
            }
            if (allLarge >= maxLarge()) {
                return small();
            }
            allLarge++;
        }
        return Unpooled.directBuffer(LARGE, LARGE);
    }

    /** Not kept from when a native image is built. */
    private static int maxLarge() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / LARGE_PART / LARGE, LEAST_LARGE, MOST_LARGE);
    }

    /** Nobody uses it any more. */
    public static void giveBack(ByteBuf buffer) {
        buffer.clear();
        Deque<ByteBuf> spare = buffer.capacity() == LARGE ? SPARE_LARGE : SPARE_SMALL;
        synchronized (spare) {
            if (spare == SPARE_LARGE || spare.size() < MAX_SPARE_SMALL) {
                // The one used last is what the processor has at hand.
                spare.push(buffer);
                return;
            }
        }
        buffer.release();
    }
}
