package io.drawbridge.ftp.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * A data connection as its transfer's thread sees it: blocking reads and writes. The bytes move on the event loop; a
 * download of a file does not pass through Java at all.
 */
public final class DataConnection implements AutoCloseable {
    /** Buffers read ahead of the disk; then the client is held up. */
    private static final int READ_AHEAD = 8;
    /** What the event loop reads in one go comes on top of what is read ahead: by default that would be 16 buffers. */
    private static final int READS_AT_ONCE = 1;
    /** A file is sent in pieces of this size, so that its progress can be seen. */
    private static final long SLICE = 256 << 10;
    /** Of a file, in bytes. */
    private static final int DEFLATED_AT_ONCE = 32 << 10;

    /** What the event loop tells the transfer's thread. */
    private sealed interface Arrival {
        record Bytes(Buffer buffer) implements Arrival {
        }

        record Failure(Throwable cause) implements Arrival {
        }

        record End() implements Arrival {
        }
    }

    private final NetSocketInternal socket;
    private final InetAddress remoteAddress;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    /** Null in MODE S. Of the transfer's thread. */
    private Deflation deflation;

    /** Called on the event loop, before the first byte can arrive. */
    DataConnection(NetSocket socket) {
        this.socket = (NetSocketInternal) socket;
        Channel channel = this.socket.channelHandlerContext().channel();
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_AT_ONCE));
        this.remoteAddress = channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : null;
        socket.handler(buffer -> {
            arrivals.add(new Arrival.Bytes(buffer));
            if (unread.incrementAndGet() >= READ_AHEAD) {
                socket.pause();
            }
        });
        socket.exceptionHandler(cause -> arrivals.add(new Arrival.Failure(cause)));
        socket.endHandler(end -> arrivals.add(new Arrival.End()));
        socket.pause();
    }

    /** Null when the client has left already. */
    InetAddress remoteAddress() {
        return remoteAddress;
    }

    /** From the first byte on all is deflated: MODE Z. By the transfer's thread, which closes it when all is done. */
    Deflation deflate() {
        deflation = new Deflation();
        return deflation;
    }

    /** Lets the client send. Nothing is read before, so that a download does not collect what nobody wants. */
    public void startReading() {
        socket.resume();
    }

    /**
     * The next bytes from the client.
     *
     * @return null when the client has closed its side: in stream mode that is the end of the file (RFC 959 §3.4.1)
     * @throws IOException when the connection was reset or closed here, or what is to be deflated is not
     */
    public Buffer read() throws IOException {
        if (deflation == null) {
            return readWire();
        }
        for (Buffer inflated = deflation.inflate();; inflated = deflation.inflate()) {
            if (inflated != null) {
                return inflated;
            }
            Buffer wire = readWire();
            if (wire == null && !deflation.isWhole()) {
                throw new IOException("ended before the end of what is deflated");
            }
            if (wire == null) {
                return null;
            }
            deflation.feed(wire);
        }
    }

    private Buffer readWire() throws IOException {
        Arrival arrival;
        try {
            arrival = arrivals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return switch (arrival) {
            case Arrival.Bytes bytes -> {
                if (unread.decrementAndGet() == READ_AHEAD / 2) {
                    // On the event loop, behind the handler that may be about to pause.
                    socket.channelHandlerContext().channel().eventLoop().execute(socket::resume);
                }
                yield bytes.buffer();
            }
            case Arrival.Failure failure -> throw new IOException("data connection lost", failure.cause());
            case Arrival.End end -> null;
        };
    }

    /** Sends bytes; returns when the connection can take more. */
    public void write(Buffer bytes) throws IOException {
        writeWire(deflation == null ? bytes : deflation.deflate(bytes));
    }

    private void writeWire(Buffer bytes) throws IOException {
        Future<Void> written = socket.write(bytes);
        if (socket.writeQueueFull()) {
            await(written);
        }
    }

    /**
     * Sends a file from an offset to its end; by the kernel, without a copy in this process, unless it is deflated.
     *
     * @param progress told of each piece that was sent, in bytes
     */
    public void sendFile(FileChannel file, long offset, LongConsumer progress) throws IOException {
        long end = file.size();
        if (deflation != null) {
            deflateFile(file, offset, end, progress);
            return;
        }
        for (long position = offset; position < end;) {
            long length = Math.min(SLICE, end - position);
            await(socket.writeMessage(new Slice(file, position, length)));
            progress.accept(length);
            position += length;
        }
    }

    private void deflateFile(FileChannel file, long offset, long end, LongConsumer progress) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(DEFLATED_AT_ONCE);
        long position = offset;
        while (position < end && file.read(piece.clear(), position) > 0) {
            int length = piece.flip().remaining();
            write(Buffer.buffer(length).appendBytes(piece.array(), 0, length));
            progress.accept(length);
            position += length;
        }
    }

    /** Tells the client that this was all, and waits until everything is with the operating system. */
    public void finish() throws IOException {
        if (deflation != null) {
            writeWire(deflation.end());
        }
        await(socket.end());
    }

    /** Closes at once; what was not sent is lost. Closing twice is harmless. */
    @Override
    public void close() {
        // First, because the end that closing brings would read as the end of a file.
        arrivals.add(new Arrival.Failure(new IOException("closed")));
        // Vert.x would first send what waits to be sent, to a client that may never read it.
        socket.channelHandlerContext().close();
    }

    private static void await(Future<Void> future) throws IOException {
        CompletableFuture<Void> result = future.toCompletionStage().toCompletableFuture();
        try {
            result.get();
        } catch (ExecutionException e) {
            throw new IOException("data connection lost", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A piece of a file that stays open when it has been sent. */
    private static final class Slice extends DefaultFileRegion {
        Slice(FileChannel file, long position, long count) {
            super(file, position, count);
        }

        @Override
        protected void deallocate() {
            // The file belongs to the transfer, which sends more of it.
        }
    }
}
