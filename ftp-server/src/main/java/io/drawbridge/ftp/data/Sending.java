package io.drawbridge.ftp.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;

/**
 * To send what is there, and then that this was all: as far as it can be done without waiting, the event loop does it alone.
 */
public sealed interface Sending extends Transfer.Work {

    /**
     * Bytes that are there.
     *
     * @param bytes not released
     * @param progress told of what was sent, in bytes; by any thread
     */
    record Bytes(ByteBuf bytes, LongConsumer progress) implements Sending {
        @Override
        public void over(DataConnection connection, Transfer transfer) throws IOException {
            connection.write(Buffer.buffer(ByteBufUtil.getBytes(bytes)));
            progress.accept(bytes.readableBytes());
            connection.finish();
        }

        @Override
        public boolean isForEventLoop(boolean encrypted) {
            return true;
        }

        @Override
        public void over(DataConnection connection, Consumer<IOException> then) {
            connection.sendAndEnd(bytes, progress, then);
        }
    }

    /**
     * A file from an offset to its end.
     *
     * @param progress told of what was sent, in bytes; by any thread
     */
    record Rest(FileChannel file, long offset, LongConsumer progress) implements Sending {
        @Override
        public void over(DataConnection connection, Transfer transfer) throws IOException {
            connection.sendFile(file, offset, progress);
            connection.finish();
        }

        @Override
        public boolean isForEventLoop(boolean encrypted) {
            return !encrypted;
        }

        @Override
        public void over(DataConnection connection, Consumer<IOException> then) {
            connection.sendFileAndEnd(file, offset, progress, then);
        }
    }

    /** Whether the event loop can do it alone. */
    boolean isForEventLoop(boolean encrypted);

    /**
     * On the event loop of the connection.
     *
     * @param then told there when all is with the operating system, with null; or with what has failed
     */
    void over(DataConnection connection, Consumer<IOException> then);
}
