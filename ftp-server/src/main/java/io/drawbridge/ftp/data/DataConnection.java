package io.drawbridge.ftp.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.drawbridge.ftp.tls.TlsContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;

/**
 * A data connection. The bytes move on its event loop: there a file is sent from beginning to end, in clear by the kernel and
 * without passing through Java at all; for everything else a transfer's thread has blocking reads and writes.
 */
public final class DataConnection implements AutoCloseable {
    /**
     * Of a file, in bytes. A network that is faster than the disk takes all that it is offered, and that long the event loop
     * does nothing else.
     */
    private static final long SLICE = 1 << 20;
    /** Then it is the turn of other connections. */
    private static final int SLICES_AT_ONCE = 2;
    /** Of a file, in bytes. */
    private static final int DEFLATED_AT_ONCE = 32 << 10;
    /** Of a file to be encrypted, in bytes. */
    private static final int PIECE = 128 << 10;

    private final Channel channel;
    private final Intake intake;
    private final DataReads reads;
    /** Null in clear. */
    private volatile SslHandler tls;
    private volatile HeldTickets tickets;
    private volatile boolean silentEndIsWhole = true;
    /** Null in MODE S. Of the transfer's thread. */
    private Deflation deflation;
    /** The piece before the one that is sent next. Of the transfer's thread. */
    private CompletableFuture<Void> sentBefore = CompletableFuture.completedFuture(null);

    /** Client and server could not agree on TLS. */
    static final class NotProtectedException extends IOException {
        private static final long serialVersionUID = 1;

        NotProtectedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Before the channel is registered, and so before the first byte can arrive. */
    DataConnection(Channel channel) {
        this.channel = channel;
        this.intake = new Intake(channel);
        this.reads = new DataReads(intake);
        channel.config().setRecvByteBufAllocator(reads);
        // Until it is known whether what comes is TLS.
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(new Receiver());
    }

    /** What the event loop tells. */
    private final class Receiver extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            intake.add((ByteBuf) bytes);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            intake.settle();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            intake.fail(cause);
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            intake.settle();
            if (silentEndIsWhole) {
                intake.end();
            } else {
                intake.fail(new IOException("an end without close_notify may be forged (RFC 8446 §6.1)"));
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
                intake.settle();
                intake.end();
                // Some clients wait for the same from this side before they close.
                tickets.letGo();
                tls.closeOutbound();
            }
        }
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
     * @param sends whether the event loop alone sends what there is to be sent; then nothing is read in clear
     * @param then told on the event loop when it has begun; with a {@link NotProtectedException} when the handshake failed, or
     *        its session is not one that is asked for, with null otherwise
     */
    void begin(Optional<TlsContext> protection, boolean sends, Consumer<IOException> then) {
        onEventLoop(() -> {
            if (protection.isEmpty()) {
                reads.readDirectly();
                if (!sends) {
                    channel.config().setAutoRead(true);
                }
                then.accept(null);
            } else if (channel.isActive()) {
                shakeHands(protection.get(), then);
            } else {
                then.accept(handshakeFailed(new ClosedChannelException()));
            }
        });
    }

    private void onEventLoop(Runnable task) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void shakeHands(TlsContext protection, Consumer<IOException> then) {
        SslHandler handler = protection.forData();
        silentEndIsWhole = protection.acceptsSilentEnds();
        tickets = new HeldTickets(handler.engine());
        tls = handler;
        channel.pipeline().addFirst(tickets, handler);
        decryptWhatHasCome();
        handler.handshakeFuture().addListener(end -> {
            if (!end.isSuccess()) {
                then.accept(handshakeFailed(end.cause()));
            } else if (!protection.accepts(handler)) {
                then.accept(new NotProtectedException(
                        "The data connection must resume the TLS session of the control connection", null));
            } else {
                then.accept(null);
            }
        });
        channel.config().setAutoRead(true);
    }

    private static NotProtectedException handshakeFailed(Throwable cause) {
        return new NotProtectedException("The TLS handshake of the data connection failed", cause);
    }

    /** Behind the header of a proxy there may be the beginning of the handshake. */
    private void decryptWhatHasCome() {
        for (ByteBuf early : intake.takeBack()) {
            ByteBuf encrypted = early.copy();
            DataBuffers.giveBack(early);
            channel.pipeline().fireChannelRead(encrypted);
        }
        // TLS answers only then.
        channel.pipeline().fireChannelReadComplete();
    }

    /**
     * The next bytes from the client.
     *
     * @return good until the next call; null when the client has closed its side: in stream mode that is the end of the file
     *         (RFC 959 §3.4.1)
     * @throws IOException when the connection was reset or closed here, or what is to be deflated is not
     */
    public ByteBuffer read() throws IOException {
        if (deflation == null) {
            return intake.take();
        }
        for (ByteBuffer inflated = deflation.inflate();; inflated = deflation.inflate()) {
            if (inflated != null) {
                return inflated;
            }
            ByteBuffer wire = intake.take();
            if (wire == null && !deflation.isWhole()) {
                throw new IOException("ended before the end of what is deflated");
            }
            if (wire == null) {
                return null;
            }
            deflation.feed(wire);
        }
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
        sending(unwrapped(bytes));
    }

    /** Without a copy, for which Vert.x 4 has no other way. */
    @SuppressWarnings("deprecation")
    private static ByteBuf unwrapped(Buffer bytes) {
        return bytes.getByteBuf();
    }

    /**
     * Waits for the piece before, so that at most two wait to be sent. Whether the socket's queue is full says nothing of what
     * the event loop has not taken yet: a thread that is faster would fill the memory.
     */
    private void sending(Object piece) throws IOException {
        CompletableFuture<Void> sent = sent(channel.writeAndFlush(piece));
        await(sentBefore);
        sentBefore = sent;
    }

    private static CompletableFuture<Void> sent(ChannelFuture written) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        written.addListener(end -> {
            if (end.isSuccess()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(end.cause());
            }
        });
        return sent;
    }

    /**
     * Sends a file from an offset to its end, deflated or encrypted, from the transfer's thread.
     *
     * @param progress told of what was sent, in bytes
     */
    void sendFile(FileChannel file, long offset, LongConsumer progress) throws IOException {
        if (deflation != null) {
            deflateFile(file, offset, file.size(), progress);
        } else {
            encryptFile(file, offset, file.size(), progress);
        }
    }

    /**
     * Sends a file in clear from an offset to its end, and then the end, by the event loop alone. On it.
     *
     * @param progress told of what was sent, in bytes
     * @param then told when all is with the operating system, with null; or with what has failed
     */
    void sendFileAndEnd(FileChannel file, long offset, LongConsumer progress, Consumer<IOException> then) {
        long end;
        try {
            end = file.size();
        } catch (IOException e) {
            then.accept(e);
            return;
        }
        channel.config().setWriteSpinCount(SLICES_AT_ONCE);
        // A client that sends something itself is to find it read when this side closes, or the end might be lost.
        channel.config().setAutoRead(true);
        sendSlices(file, offset, end, progress, then);
    }

    private void sendSlices(FileChannel file, long offset, long end, LongConsumer progress, Consumer<IOException> then) {
        long length = Math.min(SLICE, end - offset);
        if (length <= 0) {
            endAfter(channel.newSucceededFuture(), then);
            return;
        }
        channel.writeAndFlush(new Slice(file, offset, length), telling(progress)).addListener(sent -> {
            if (sent.isSuccess()) {
                sendSlices(file, offset + length, end, progress, then);
            } else {
                then.accept(lost(sent.cause()));
            }
        });
    }

    /** The same with bytes that are there; in clear or not. They are the caller's again when this has ended. */
    void sendAndEnd(ByteBuf bytes, LongConsumer progress, Consumer<IOException> then) {
        if (tls != null) {
            tickets.letGo();
        }
        int length = bytes.readableBytes();
        endAfter(channel.writeAndFlush(bytes.retainedSlice()).addListener(end -> {
            if (end.isSuccess()) {
                progress.accept(length);
            }
        }), then);
    }

    private void endAfter(ChannelFuture written, Consumer<IOException> then) {
        written.addListener(end -> {
            if (end.isSuccess()) {
                channel.close().addListener(closed -> then.accept(null));
            } else {
                then.accept(lost(end.cause()));
            }
        });
    }

    private static IOException lost(Throwable cause) {
        return new IOException("data connection lost", cause);
    }

    private ChannelProgressivePromise telling(LongConsumer progress) {
        return channel.newProgressivePromise().addListener(new ChannelProgressiveFutureListener() {
            private long told;

            @Override
            public void operationProgressed(ChannelProgressiveFuture future, long sent, long total) {
                progress.accept(sent - told);
                told = sent;
            }

            @Override
            public void operationComplete(ChannelProgressiveFuture future) {
                // All has been told.
            }
        });
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

    private void encryptFile(FileChannel file, long offset, long end, LongConsumer progress) throws IOException {
        speak();
        for (long position = offset; position < end;) {
            int length = encrypt(file, position, (int) Math.min(PIECE, end - position));
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
        sending(piece);
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
        await(sent(channel.close()));
    }

    /** Closes at once; what was not sent is lost. Closing twice is harmless. */
    @Override
    public void close() {
        // First, because the end that closing brings would read as the end of a file.
        intake.fail(new IOException("closed"));
        // TLS would first send what waits to be sent, to a client that may never read it, and that this was all.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    /** @param told once, by any thread, when {@link #read()} has something to return, its end or what has failed included */
    void whenNews(Runnable told) {
        intake.whenNews(told);
    }

    /** Nothing will be read any more. By the transfer's thread, or when it has none. */
    void stopReading() {
        intake.close();
    }

    private static void await(CompletableFuture<Void> sent) throws IOException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw lost(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A piece of a file that stays open when it has been sent: it belongs to the transfer. */
    private static final class Slice extends DefaultFileRegion {
        Slice(FileChannel file, long position, long count) {
            super(file, position, count);
        }

        @Override
        protected void deallocate() {
            // Closed with the transfer.
        }
    }
}
