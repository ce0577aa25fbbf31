package io.drawbridge.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * Clients that do the same against one server, all at the same time and for a time. The clock starts when all are ready:
 * sessions that are to transfer have logged in before. Whoever is in the middle of something at the end ends it, and that
 * counts, in the time too.
 */
public final class Round {
    /** Far more than any figure needs. */
    public static final int MAX_CLIENTS = 20_000;
    public static final Duration MAX_TIME = Duration.ofMinutes(10);
    public static final long MAX_VISITS = 10_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration MAX_LOGINS = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 1000;
    private static final long BREATH_MILLIS = 10;
    private static final int MAX_ERRORS = 2000;

    private final Network network;
    private final Server server;
    private final Work work;
    private final Duration time;
    private final Tally tally = new Tally();
    private final EventLoop loop;
    private final List<Client> clients = new ArrayList<>();
    private final CompletableFuture<Tally> result = new CompletableFuture<>();

    // Of the event loop from here on.
    private final List<Client> ready = new ArrayList<>();
    private ScheduledFuture<?> looking;
    private boolean begun;
    private long beganAt;
    private long mayStart;
    private int working;
    private int errors;

    private Round(Network network, Server server, Work work, int number, Duration time, long most) {
        this.network = network;
        this.server = server;
        this.work = work;
        this.time = time;
        this.mayStart = most;
        this.loop = network.loop();
        for (int i = 0; i < number; i++) {
            clients.add(new Client(this, i));
        }
    }

    /**
     * Runs a round. Blocks until all its clients have ended.
     *
     * @param clients 1 to {@link #MAX_CLIENTS}
     * @param time at most {@link #MAX_TIME}
     * @param most visits or logins before it is over; who transfers or says NOOP does not count them
     * @throws IllegalArgumentException beyond these bounds
     */
    public static Tally run(Network network, Server server, Work work, int clients, Duration time, long most)
            throws InterruptedException {
        if (clients < 1 || clients > MAX_CLIENTS || time.isNegative() || time.compareTo(MAX_TIME) > 0 || most < 1
                || most > MAX_VISITS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_CLIENTS + " clients, " + MAX_TIME.toSeconds() + " s and " + MAX_VISITS + " visits");
        }
        Round round = new Round(network, server, work, clients, time, most);
        round.loop.execute(round::start);
        try {
            return round.result.get(time.plus(MAX_LOGINS).plus(PATIENCE).plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("a round against " + server.name() + " does not end", e);
        } finally {
            round.loop.execute(round::stop);
        }
    }

    Network network() {
        return network;
    }

    Server server() {
        return server;
    }

    Work work() {
        return work;
    }

    Tally tally() {
        return tally;
    }

    private boolean needsSessions() {
        return switch (work) {
            case Work.Visit visit -> false;
            case Work.Login login -> false;
            case Work.Noop noop -> true;
            case Work.Retrieve retrieve -> true;
            case Work.Store store -> true;
            case Work.Listing listing -> true;
        };
    }

    private void start() {
        looking = loop.scheduleAtFixedRate(() -> clients.forEach(client -> client.look(PATIENCE.toNanos())), LOOK_MILLIS,
                LOOK_MILLIS, TimeUnit.MILLISECONDS);
        beganAt = System.nanoTime();
        begun = !needsSessions();
        working = clients.size();
        // All of them: to start the first ones may take longer than a short round.
        clients.forEach(client -> startOrLeave(client, true));
    }

    private void startOrLeave(Client client, boolean inTime) {
        if (needsSessions() || mayStart > 0 && inTime) {
            mayStart--;
            client.start();
        } else {
            leave();
        }
    }

    /** It is logged in. */
    void ready(Client client) {
        if (begun) {
            client.work();
            return;
        }
        ready.add(client);
        beginWhenAllAreThere();
    }

    private void beginWhenAllAreThere() {
        if (!begun && ready.size() == working) {
            begun = true;
            beganAt = System.nanoTime();
            List.copyOf(ready).forEach(Client::work);
        }
    }

    boolean isOver() {
        return begun && System.nanoTime() - beganAt >= time.toNanos();
    }

    /** It has done what it does, and has closed its connection. */
    void next(Client client) {
        if (needsSessions()) {
            leave();
        } else {
            startOrLeave(client, !isOver());
        }
    }

    void cutOff(Client client, String why) {
        tally.error(why);
        ready.remove(client);
        if (++errors > MAX_ERRORS || isOver() || !begun) {
            leave();
        } else {
            loop.schedule(() -> startOrLeave(client, !isOver()), BREATH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void leave() {
        if (--working == 0) {
            tally.beganAt(beganAt);
            result.complete(tally);
        } else {
            beginWhenAllAreThere();
        }
    }

    private void stop() {
        looking.cancel(false);
        clients.forEach(Client::stop);
    }
}
