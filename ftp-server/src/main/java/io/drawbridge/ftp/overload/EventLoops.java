package io.drawbridge.ftp.overload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** How long work waits before an event loop gets to it. */
final class EventLoops {

    private static final class Loop {
        private final Executor loop;
        private volatile long askedAt;
        private volatile long waitedNanos;
        private volatile boolean answered = true;

        Loop(Executor loop) {
            this.loop = loop;
        }

        /** How long the last question waited, or waits still; then asks again. */
        long waitedNanos() {
            if (!answered) {
                return System.nanoTime() - askedAt;
            }
            long waited = waitedNanos;
            answered = false;
            askedAt = System.nanoTime();
            loop.execute(() -> {
                waitedNanos = System.nanoTime() - askedAt;
                answered = true;
            });
            return waited;
        }
    }

    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    void add(Executor loop) {
        loops.add(new Loop(loop));
    }

    /** Of the slowest one, since the last call. */
    Duration lag() {
        return Duration.ofNanos(loops.stream().mapToLong(Loop::waitedNanos).max().orElse(0));
    }
}
