package io.drawbridge.ftp.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import io.drawbridge.ftp.tls.TlsContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * A data connection as its transfer's thread sees it: blocking reads and writes. The bytes move on the event loop; a
 * download of a file in clear does not pass through Java at all.
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
    /** Of a file to be encrypted, in bytes. */
    private static final long PIECE = 64 << 10;

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
    private final Channel channel;
    /** Null in clear. */
    private volatile SslHandler tls;
    private volatile HeldTickets tickets;
    private volatile boolean silentEndIsWhole = true;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    /** Null in MODE S. Of the transfer's thread. */
    private Deflation deflation;
    /** The piece before the one that is sent next. Of the transfer's thread. */
    private Future<Void> sentBefore = Future.succeededFuture();

    /** Client and server could not agree on TLS. */
    static final class NotProtectedException extends IOException {
        private static final long serialVersionUID = 1;

        NotProtectedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Called on the event loop, before the first byte can arrive. */
    DataConnection(NetSocket socket) {
        this.socket = (NetSocketInternal) socket;
        this.channel = this.socket.channelHandlerContext().channel();
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_AT_ONCE));
        // Until it is known whether what comes is TLS. The socket is never paused: that holds back bytes, but not events.
        channel.config().setAutoRead(false);
        socket.handler(buffer -> {
            arrivals.add(new Arrival.Bytes(buffer));
            if (unread.incrementAndGet() >= READ_AHEAD) {
                channel.config().setAutoRead(false);
            }
        });
        socket.exceptionHandler(cause -> arrivals.add(new Arrival.Failure(cause)));
        socket.endHandler(end -> arrivals.add(silentEndIsWhole ? new Arrival.End()
                : new Arrival.Failure(new IOException("an end without close_notify may be forged (RFC 8446 §6.1)"))));
        this.socket.eventHandler(event -> {
            if (event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
                arrivals.add(new Arrival.End());
                // Some clients wait for the same from this side before they close.
                tickets.letGo();
                tls.closeOutbound();
            }
        });
    }

    /** To find out whose it is. */
    Channel channel() {
        return channel;
    }

    /** From the first byte on all is deflated: MODE Z. By the transfer's thread, which closes it when all is done. */
    Deflation deflate() {
        deflation = new Deflation();
        return deflation;
    }

    /**
     * Lets bytes come in, after a TLS handshake if there is to be one.
     *
     * @throws NotProtectedException when the handshake failed, or its session is not one that is asked for
     */
    void begin(Optional<TlsContext> protection) throws IOException {
        if (protection.isEmpty()) {
            channel.config().setAutoRead(true);
            return;
        }
        SslHandler handler = protection.get().forData();
        long begunAt = System.currentTimeMillis();
        CompletableFuture<Void> agreed = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            if (!channel.isActive()) {
                agreed.completeExceptionally(new ClosedChannelException());
                return;
            }
            silentEndIsWhole = protection.get().acceptsSilentEnds();
            tickets = new HeldTickets(handler.engine());
            tls = handler;
            channel.pipeline().addFirst(tickets, handler);
            decryptWhatHasCome();
            handler.handshakeFuture().addListener(end -> {
                if (end.isSuccess()) {
                    agreed.complete(null);
                } else {
                    agreed.completeExceptionally(end.cause());
                }
            });
            channel.config().setAutoRead(true);
        });
        try {
            agreed.get();
        } catch (ExecutionException e) {
            throw new NotProtectedException("The TLS handshake of the data connection failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (!protection.get().accepts(handler, begunAt)) {
            throw new NotProtectedException("The data connection must resume the TLS session of the control connection",
                    null);
        }
    }

    /** Behind the header of a proxy there may be the beginning of the handshake. */
    private void decryptWhatHasCome() {
        List<Arrival> early = new ArrayList<>();
        arrivals.drainTo(early);
        unread.set(0);
        for (Arrival arrival : early) {
            switch (arrival) {
                case Arrival.Bytes bytes ->
                    channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(bytes.buffer().getBytes()));
                case Arrival.Failure failure -> arrivals.add(failure);
                case Arrival.End end -> arrivals.add(end);
            }
        }
        // TLS answers only then.
        channel.pipeline().fireChannelReadComplete();
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
                    channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
                }
                yield bytes.buffer();
            }
            case Arrival.Failure failure -> throw new IOException("data connection lost", failure.cause());
            case Arrival.End end -> null;
        };
    }

    /** This side begins to send. */
    private void speak() {
        if (tls != null) {
            channel.eventLoop().execute(tickets::letGo);
        }
    }

    /** Sends bytes; returns when what was sent before is with the operating system. */
    public void write(Buffer bytes) throws IOException {
        writeWire(deflation == null ? bytes : deflation.deflate(bytes));
    }

    private void writeWire(Buffer bytes) throws IOException {
        speak();
        sending(socket.write(bytes));
    }

    /**
     * Waits for the piece before, so that at most two wait to be sent. Whether the socket's queue is full says nothing of what
     * the event loop has not taken yet: a thread that is faster would fill the memory.
     */
    private void sending(Future<Void> piece) throws IOException {
        await(sentBefore);
        sentBefore = piece;
    }

    /**
     * Sends a file from an offset to its end; by the kernel, without a copy in this process, unless it is deflated.
     *
     * @param progress told of each piece that was sent, in bytes
     */
    public void sendFile(FileChannel file, long offset, LongConsumer progress) throws IOException {
        speak();
        long end = file.size();
        if (deflation != null) {
            deflateFile(file, offset, end, progress);
            return;
        }
        for (long position = offset; position < end;) {
            long length = Math.min(SLICE, end - position);
            if (tls == null) {
                await(socket.writeMessage(new Slice(file, position, length)));
            } else {
                length = encrypt(file, position, (int) Math.min(PIECE, length));
            }
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

    /** @return how many bytes were sent, at least one */
    private int encrypt(FileChannel file, long position, int atMost) throws IOException {
        ByteBuf piece = channel.alloc().buffer(atMost);
        try {
            if (piece.writeBytes(file, position, atMost) <= 0) {
                throw new EOFException("the file has become shorter");
            }
        } catch (IOException e) {
            piece.release();
            throw e;
        }
        int length = piece.readableBytes();
        sending(socket.writeMessage(piece));
        return length;
    }

    /** Tells the client that this was all, and waits until everything is with the operating system. */
    public void finish() throws IOException {
        if (deflation != null) {
            writeWire(deflation.end());
        }
        speak();
        // Its end succeeds also when what came before it was lost.
        await(sentBefore);
        await(socket.end());
    }

    /** Closes at once; what was not sent is lost. Closing twice is harmless. */
    @Override
    public void close() {
        // First, because the end that closing brings would read as the end of a file.
        arrivals.add(new Arrival.Failure(new IOException("closed")));
        // Vert.x would first send what waits to be sent, to a client that may never read it; TLS, that this was all.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
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
