package io.drawbridge.it.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks that are done again and again, each in a thread of its own, until they are stopped. */
final class Repeated<T> {
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<List<T>>> results = new ArrayList<>();

    Repeated(List<Callable<T>> tasks, long pauseMillis) {
        for (Callable<T> task : tasks) {
            results.add(threads.submit(() -> {
                List<T> each = new ArrayList<>();
                do {
                    each.add(task.call());
                    done.incrementAndGet();
                } while (!stopped.await(pauseMillis, TimeUnit.MILLISECONDS));
                return each;
            }));
        }
    }

    int done() {
        return done.get();
    }

    /** Waits for what is under way. */
    List<T> stop() throws InterruptedException, ExecutionException {
        stopped.countDown();
        threads.close();
        List<T> all = new ArrayList<>();
        for (Future<List<T>> result : results) {
            all.addAll(result.get());
        }
        return all;
    }
}
