package io.drawbridge.ftp.overload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Context;

/** How long work waits before an event loop gets to it. */
final class EventLoops {

    private static final class Loop {
        private final Context context;
        private volatile long askedAt;
        private volatile long waitedNanos;
        private volatile boolean answered = true;

        Loop(Context context) {
            this.context = context;
        }

        /** How long the last question waited, or waits still; then asks again. */
        long waitedNanos() {
            if (!answered) {
                return System.nanoTime() - askedAt;
            }
            long waited = waitedNanos;
            answered = false;
            askedAt = System.nanoTime();
            context.runOnContext(v -> {
                waitedNanos = System.nanoTime() - askedAt;
                answered = true;
            });
            return waited;
        }
    }

    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    void add(Context context) {
        loops.add(new Loop(context));
    }

    /** Of the slowest one, since the last call. */
    Duration lag() {
        return Duration.ofNanos(loops.stream().mapToLong(Loop::waitedNanos).max().orElse(0));
    }
}
