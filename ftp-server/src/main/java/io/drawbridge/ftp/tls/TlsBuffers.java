package io.drawbridge.ftp.tls;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.NettyRuntime;

/**
 * Memory outside of Java's heap for what BoringSSL encrypts and decrypts on data connections. The pool that all else shares is
 * made for small buffers: one of 64 KiB would be taken from the system, cleared, and given back each time.
 */
public final class TlsBuffers {
    private static final int PAGE = 8 << 10;
    /** Chunks of 4 MiB. */
    private static final int MAX_ORDER = 9;
    private static final int SMALL_CACHE = PooledByteBufAllocator.defaultSmallCacheSize();
    /** Of each size up to 32 KiB and each event loop: four pieces of a file, encrypted, at the most. */
    private static final int NORMAL_CACHE = 32;

    private static final PooledByteBufAllocator POOL = new PooledByteBufAllocator(true, 0, NettyRuntime.availableProcessors(),
            PAGE, MAX_ORDER, SMALL_CACHE, NORMAL_CACHE, false);

    private TlsBuffers() {
    }

    /** From which all of them come. Buffers of it are direct. */
    public static PooledByteBufAllocator pool() {
        return POOL;
    }
}
