package io.drawbridge.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * What has come over a data connection and is not taken yet. The event loop fills buffers, and goes on with the last one until
 * it is full or taken; the transfer's thread takes them. A client that sends faster than the disk writes is held up.
 */
final class Intake {
    /** Full buffers that wait to be taken; then nothing more is read. */
    private static final int MAX_FULL = 2;
    private static final Runnable NOBODY = () -> {
    };

    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    // Under the lock.

    private final Deque<ByteBuf> filled = new ArrayDeque<>(MAX_FULL + 1);
    private boolean ended;
    private Throwable failure;
    private boolean heldUp;
    private boolean closed;
    /** Who wants to know that there is something to be taken. */
    private Runnable firstNews = NOBODY;

    // Of the event loop.

    /** What is being read into; null for nothing. */
    private ByteBuf filling;
    /** A buffer was filled to its end. */
    private boolean fast;

    /** What the thread uses. */
    private ByteBuf taken;

    Intake(Channel channel) {
        this.channel = channel;
    }

    /** A buffer for the next bytes, of which the caller releases a reference. On the event loop. */
    ByteBuf room() {
        lock.lock();
        try {
            filling = filled.isEmpty() || !filled.peekLast().isWritable() ? null : filled.removeLast();
        } finally {
            lock.unlock();
        }
        if (filling == null) {
            filling = fast ? DataBuffers.large() : DataBuffers.small();
        }
        return filling.retain();
    }

    /** Bytes have come, into what {@link #room()} gave or into another buffer, which is released. On the event loop. */
    void add(ByteBuf bytes) {
        if (bytes == filling) {
            bytes.release();
            settle();
            return;
        }
        while (bytes.isReadable()) {
            ByteBuf room = room();
            room.writeBytes(bytes, Math.min(bytes.readableBytes(), room.writableBytes()));
            room.release();
            settle();
        }
        bytes.release();
    }

    /** What was read into is to be taken, or was not needed. On the event loop. */
    void settle() {
        ByteBuf settled = filling;
        if (settled == null) {
            return;
        }
        filling = null;
        fast |= !settled.isWritable();
        boolean enough;
        boolean first;
        lock.lock();
        try {
            if (closed || !settled.isReadable()) {
                DataBuffers.giveBack(settled);
                return;
            }
            filled.addLast(settled);
            enough = filled.size() >= MAX_FULL && !settled.isWritable() && !heldUp;
            heldUp |= enough;
            first = firstNews != NOBODY;
            news.signal();
        } finally {
            lock.unlock();
        }
        if (enough) {
            channel.config().setAutoRead(false);
        }
        if (first) {
            // Behind what else the event loop has to read: the end of a small file comes right after it, and who began before
            // would wait for it.
            channel.eventLoop().execute(this::tellNews);
        }
    }

    /** Nothing more will come. Any thread; only the first end counts. */
    void end() {
        end(null);
    }

    /** The connection was lost, or closed here. Any thread; only the first end counts. */
    void fail(Throwable cause) {
        end(cause);
    }

    private void end(Throwable cause) {
        Runnable told;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            failure = cause;
            told = news();
        } finally {
            lock.unlock();
        }
        told.run();
    }

    private void tellNews() {
        Runnable told;
        lock.lock();
        try {
            told = news();
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /** @return to be run when the lock is free */
    private Runnable news() {
        news.signal();
        Runnable told = firstNews;
        firstNews = NOBODY;
        return told;
    }

    /** @param told once, by any thread, when something has come or nothing will: from then on there is something to be taken */
    void whenNews(Runnable told) {
        lock.lock();
        try {
            if (filled.isEmpty() && !ended) {
                firstNews = told;
                return;
            }
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /**
     * The next bytes; blocks until there are some.
     *
     * @return good until the next call; null when all has been taken
     * @throws IOException when the connection was lost or closed here before its end
     */
    ByteBuffer take() throws IOException {
        boolean goOn;
        lock.lock();
        try {
            letGo();
            while (filled.isEmpty()) {
                if (ended && failure == null) {
                    return null;
                }
                if (ended) {
                    throw new IOException("data connection lost", failure);
                }
                news.await();
            }
            taken = filled.removeFirst();
            goOn = heldUp && filled.size() < MAX_FULL;
            heldUp &= !goOn;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
        if (goOn) {
            // On the event loop, behind what holds up.
            channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
        }
        return taken.nioBuffer();
    }

    /** Takes back what has come already. On the event loop, before the first {@link #take()}. */
    List<ByteBuf> takeBack() {
        lock.lock();
        try {
            List<ByteBuf> early = new ArrayList<>(filled);
            filled.clear();
            return early;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be taken any more. By who took. */
    void close() {
        lock.lock();
        try {
            closed = true;
            letGo();
            filled.forEach(DataBuffers::giveBack);
            filled.clear();
        } finally {
            lock.unlock();
        }
    }

    private void letGo() {
        if (taken != null) {
            DataBuffers.giveBack(taken);
            taken = null;
        }
    }
}
