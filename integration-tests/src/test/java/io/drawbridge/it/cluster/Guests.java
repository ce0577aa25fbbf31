package io.drawbridge.it.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.drawbridge.it.cluster.Client.Heard;
import io.drawbridge.it.cluster.Clients.Visit;
import io.drawbridge.it.cluster.Clients.Visits;

/** Clients that want to stay. They have nothing to transfer, and now and then make sure that they are still inside. */
final class Guests {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final long BETWEEN_TRIES_MILLIS = 500;

    private final Callable<Client> connect;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> tasks = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final Queue<Visit> visits = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    Guests(int number, Callable<Client> connect) {
        this.connect = connect;
        for (int i = 0; i < number; i++) {
            tasks.add(threads.submit(this::comeAgainAndAgain));
        }
    }

    private Void comeAgainAndAgain() throws Exception {
        while (ended.getCount() > 0) {
            try (Client client = connect.call()) {
                Heard greeting = client.greeting();
                if (greeting.text().startsWith("220 ")) {
                    inside.incrementAndGet();
                    visits.add(stay(client, greeting.at()));
                    inside.decrementAndGet();
                } else {
                    refusals.add(greeting.text());
                    ended.await(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        }
        return null;
    }

    private Visit stay(Client client, Instant admitted) throws InterruptedException {
        Instant answered = admitted;
        while (ended.getCount() > 0) {
            Optional<Heard> heard = client.hear(BETWEEN_QUESTIONS);
            Instant asked = Instant.now();
            if (heard.isEmpty()) {
                heard = Optional.of(ask(client));
            }
            if (!heard.get().text().startsWith("200 ")) {
                return new Visit(admitted, answered, client.andAllThatFollows(heard.get()).text());
            }
            answered = asked;
        }
        return new Visit(admitted, answered, "");
    }

    private static Heard ask(Client client) throws InterruptedException {
        try {
            client.send("NOOP");
        } catch (IOException e) {
            // It says so below, with the end.
        }
        return client.hear();
    }

    int inside() {
        return inside.get();
    }

    Visits end() throws InterruptedException, ExecutionException {
        ended.countDown();
        threads.close();
        for (Future<?> task : tasks) {
            task.get();
        }
        return new Visits(List.copyOf(visits), List.copyOf(refusals));
    }
}
