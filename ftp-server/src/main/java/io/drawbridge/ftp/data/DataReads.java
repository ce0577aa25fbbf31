package io.drawbridge.ftp.data;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/** Where the event loop reads to from a data connection: while it is in clear right into what the transfer will take. */
final class DataReads implements RecvByteBufAllocator {
    /** One at a time: what is read comes on top of what waits already. */
    private final AdaptiveRecvByteBufAllocator others = new AdaptiveRecvByteBufAllocator();
    private final Intake intake;
    private boolean direct;

    DataReads(Intake intake) {
        this.intake = intake;
        others.maxMessagesPerRead(1);
    }

    /** From now on what comes is what the transfer is to have. On the event loop. */
    void readDirectly() {
        direct = true;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Reads((ExtendedHandle) others.newHandle());
    }

    private final class Reads implements ExtendedHandle {
        private final ExtendedHandle other;

        Reads(ExtendedHandle other) {
            this.other = other;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return direct ? intake.room() : other.allocate(allocator);
        }

        @Override
        public int guess() {
            return other.guess();
        }

        @Override
        public void reset(ChannelConfig config) {
            other.reset(config);
        }

        @Override
        public void incMessagesRead(int messages) {
            other.incMessagesRead(messages);
        }

        @Override
        public void lastBytesRead(int bytes) {
            other.lastBytesRead(bytes);
        }

        @Override
        public int lastBytesRead() {
            return other.lastBytesRead();
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            other.attemptedBytesRead(bytes);
        }

        @Override
        public int attemptedBytesRead() {
            return other.attemptedBytesRead();
        }

        @Override
        public boolean continueReading() {
            return other.continueReading();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return other.continueReading(maybeMore);
        }

        @Override
        public void readComplete() {
            other.readComplete();
        }
    }
}
