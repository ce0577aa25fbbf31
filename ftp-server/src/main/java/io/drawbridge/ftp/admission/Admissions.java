package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.admission.Ledger.Batch;
import io.drawbridge.ftp.admission.Ledger.Decision;
import io.drawbridge.ftp.admission.Ledger.Verdict;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.ftp.overload.Busy;
import io.drawbridge.ftp.overload.Pressure;

/**
 * Decides who comes in, together with all other nodes.
 *
 * <p>
 * Arrivals, logins and departures wait in one queue. One thread takes all that wait and has PostgreSQL settle them in
 * one statement; while that is on its way the next batch collects, so that a storm makes batches larger and not more.
 * What is in doubt after a lost connection is given back, never kept: the count may be too high for a moment, but more
 * than the limit are never inside.
 */
@Singleton
public final class Admissions {
    private static final int MAX_BATCH = 1000;
    /** When to come back, as long as the reason is one that passes by itself. */
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(Admissions.class);

    private sealed interface Request {
        record Arrival(Slot slot, Consumer<Admission> answer) implements Request {
        }

        record Login(Slot slot, String account, CompletableFuture<Optional<Refusal>> answer) implements Request {
        }

        record Departure(UUID session) implements Request {
        }

        /** The heartbeat has found that the node's registration is lost. */
        record Rejoin(long lostEpoch) implements Request {
        }

        /** The database is back: departures that it has not heard of wait. */
        record Retry() implements Request {
        }

        record Stop() implements Request {
        }
    }

    private final Ledger ledger;
    private final Node node;
    private final Duration retryAfter;
    private final RefusalLog refusals;
    private final Pressure pressure;
    private final DoorCounters counters;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    /** Who is inside, by this node's own knowledge. */
    private final Map<UUID, Slot> held = new ConcurrentHashMap<>();
    /** Sessions that have ended, or never began, and that the database may still count. Of the settling thread. */
    private final Set<UUID> owed = new HashSet<>();
    private final Thread settling = new Thread(this::settleUntilStopped, "admissions");
    private volatile boolean databaseAway;
    private volatile boolean nameTaken;
    private volatile boolean shuttingDown;

    Admissions(Ledger ledger, Node node, RefusalLog refusals, Pressure pressure, DoorCounters counters, FtpConfig config) {
        this.ledger = ledger;
        this.node = node;
        this.refusals = refusals;
        this.pressure = pressure;
        this.counters = counters;
        this.retryAfter = config.retryAfter();
    }

    /** The node has joined; now it may admit. */
    public void start() {
        settling.setDaemon(true);
        settling.start();
    }

    /**
     * Asks for a place. Never blocks.
     *
     * @param answer told once, from any thread
     */
    public void arrive(InetAddress address, Occupant occupant, Consumer<Admission> answer) {
        Optional<Busy> busy = pressure.cause(held.size());
        if (shuttingDown) {
            answer.accept(refused(address, Refusal.of(Reason.SHUTTING_DOWN, SOON)));
        } else if (busy.isPresent()) {
            answer.accept(refused(address, Refusal.ofBusy(busy.get(), SOON)));
        } else if (databaseAway) {
            answer.accept(refused(address, Refusal.of(Reason.DATABASE_UNAVAILABLE, SOON)));
        } else {
            requests.add(new Request.Arrival(new Slot(this, address, Instant.now(), occupant), answer));
        }
    }

    CompletableFuture<Optional<Refusal>> logIn(Slot slot, String account) {
        if (databaseAway) {
            return CompletableFuture.completedFuture(Optional.of(refuseForDatabase(slot)));
        }
        CompletableFuture<Optional<Refusal>> answer = new CompletableFuture<>();
        requests.add(new Request.Login(slot, account, answer));
        return answer;
    }

    void depart(Slot slot) {
        held.remove(slot.id());
        forget(slot.id());
    }

    /** The database is not to count this session, which may be one that this node does not know. */
    void forget(UUID session) {
        requests.add(new Request.Departure(session));
    }

    /** From now on every arrival is refused; those inside stay. */
    public void shutDown() {
        shuttingDown = true;
    }

    /** Ends after what waits has been settled. Blocks until then. */
    public void stop() {
        shuttingDown = true;
        requests.add(new Request.Stop());
        try {
            settling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody is admitted any more. */
    public boolean isClosed() {
        return shuttingDown;
    }

    /** Nobody is admitted until it is back. */
    public boolean isDatabaseAway() {
        return databaseAway;
    }

    Optional<Slot> held(UUID session) {
        return Optional.ofNullable(held.get(session));
    }

    /** Who is inside now, by this node's own knowledge. */
    public Collection<Slot> held() {
        return Collections.unmodifiableCollection(held.values());
    }

    void registrationLost(long epoch) {
        if (!nameTaken) {
            requests.add(new Request.Rejoin(epoch));
        }
    }

    void databaseAnswers() {
        if (databaseAway) {
            databaseAway = false;
            LOG.infof("node=%s the database answers again", node.name());
            requests.add(new Request.Retry());
        }
    }

    void databaseDoesNotAnswer(Exception e) {
        if (!databaseAway) {
            databaseAway = true;
            LOG.warnf("node=%s the database does not answer, clients are refused until it does: %s", node.name(),
                    e.getMessage());
        }
    }

    private void settleUntilStopped() {
        List<Request> waiting = new ArrayList<>();
        boolean stopped = false;
        while (!stopped) {
            try {
                waiting.add(requests.take());
            } catch (InterruptedException e) {
                return;
            }
            requests.drainTo(waiting, MAX_BATCH - 1);
            stopped = settle(waiting);
            waiting.clear();
        }
    }

    /** @return whether to stop */
    private boolean settle(List<Request> waiting) {
        List<Request.Arrival> arrivals = new ArrayList<>();
        List<Request.Login> logins = new ArrayList<>();
        boolean rejoin = false;
        boolean stop = false;
        for (Request request : waiting) {
            switch (request) {
                case Request.Arrival arrival -> arrivals.add(arrival);
                case Request.Login login -> logins.add(login);
                case Request.Departure departure -> owed.add(departure.session());
                case Request.Rejoin lost -> rejoin |= lost.lostEpoch() == node.epoch();
                case Request.Retry ignored -> {
                }
                case Request.Stop ignored -> stop = true;
            }
        }
        Map<UUID, Decision> decisions;
        try {
            if (rejoin) {
                rejoin();
            }
            decisions = nameTaken ? Map.of() : decide(arrivals, logins);
        } catch (SQLException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                LOG.errorf(e, "node=%s a batch of %d arrivals could not be settled", node.name(), arrivals.size());
            }
            databaseDoesNotAnswer(e);
            arrivals.forEach(arrival -> owed.add(arrival.slot().id()));
            refuseAll(arrivals, logins, Reason.DATABASE_UNAVAILABLE);
            return stop;
        }
        if (nameTaken) {
            refuseAll(arrivals, logins, Reason.SHUTTING_DOWN);
        } else {
            answer(arrivals, logins, decisions);
        }
        return stop;
    }

    private Map<UUID, Decision> decide(List<Request.Arrival> arrivals, List<Request.Login> logins) throws SQLException {
        Batch batch = new Batch(List.copyOf(owed), arrivals.stream().map(Request.Arrival::slot).toList(),
                logins.stream().map(Request.Login::slot).toList(), logins.stream().map(Request.Login::account).toList());
        Optional<Map<UUID, Decision>> decisions = ledger.settle(node.name(), node.epoch(), batch);
        if (decisions.isEmpty()) {
            rejoin();
            decisions = nameTaken ? Optional.of(Map.of()) : ledger.settle(node.name(), node.epoch(), batch);
        }
        owed.clear();
        return decisions.orElseThrow(() -> new SQLException("the node's registration does not hold"));
    }

    private void answer(List<Request.Arrival> arrivals, List<Request.Login> logins, Map<UUID, Decision> decisions) {
        for (Request.Arrival arrival : arrivals) {
            Slot slot = arrival.slot();
            Decision decision = decisions.get(slot.id());
            if (decision.verdict() == Verdict.ADMITTED) {
                held.put(slot.id(), slot);
                counters.admitted();
                arrival.answer().accept(new Admission.Granted(slot));
            } else {
                arrival.answer().accept(refused(slot.address(), refusal(decision, slot.address().getHostAddress())));
            }
        }
        for (Request.Login login : logins) {
            Decision decision = decisions.get(login.slot().id());
            if (decision.verdict() == Verdict.ADMITTED) {
                login.slot().loggedIn(login.account());
                login.answer().complete(Optional.empty());
            } else {
                login.answer().complete(Optional.of(logged(login.slot().address(), login.account(),
                        refusal(decision, login.account()))));
            }
        }
    }

    private void refuseAll(List<Request.Arrival> arrivals, List<Request.Login> logins, Reason reason) {
        arrivals.forEach(arrival -> arrival.answer().accept(refused(arrival.slot().address(), Refusal.of(reason, SOON))));
        logins.forEach(login -> login.answer().complete(Optional.of(logged(login.slot().address(), login.account(),
                Refusal.of(reason, SOON)))));
    }

    /** Registers anew and has the sessions that run counted again, the oldest first; those without room must go. */
    private void rejoin() throws SQLException {
        List<Slot> slots = held.values().stream().sorted(Comparator.comparing(Slot::connectedAt)).toList();
        Optional<Map<UUID, Decision>> refused = node.rejoin(slots);
        if (refused.isEmpty()) {
            nameTaken = true;
            shuttingDown = true;
            LOG.errorf("node=%s another process has taken the name of this one: its sessions end here and nobody is admitted."
                    + " Give each node a name of its own with HOSTNAME or DRAWBRIDGE_FTP_NODE", node.name());
            slots.forEach(slot -> evict(slot, Refusal.of(Reason.SHUTTING_DOWN, SOON)));
            return;
        }
        for (Slot slot : slots) {
            slot.forgetReport();
            Decision decision = refused.get().get(slot.id());
            if (decision != null) {
                evict(slot, refusal(decision, subject(decision, slot)));
            }
        }
    }

    private static String subject(Decision decision, Slot slot) {
        return decision.verdict() == Verdict.ADDRESS_FULL ? slot.address().getHostAddress() : slot.account();
    }

    private void evict(Slot slot, Refusal refusal) {
        held.remove(slot.id());
        slot.occupant().evict(new Eviction.NotReadmitted(logged(slot.address(), slot.account(), refusal)));
    }

    private Refusal logged(InetAddress address, String account, Refusal refusal) {
        refusals.refused(address, account, refusal);
        return refusal;
    }

    /** The refusal of a login that could not even be looked at. */
    Refusal refuseForDatabase(Slot slot) {
        return logged(slot.address(), slot.account(), Refusal.of(Reason.DATABASE_UNAVAILABLE, SOON));
    }

    private Admission refused(InetAddress address, Refusal refusal) {
        return new Admission.Refused(logged(address, null, refusal));
    }

    private Refusal refusal(Decision decision, String subject) {
        return switch (decision.verdict()) {
            case ADDRESS_FULL -> Refusal.ofLimit(Reason.ADDRESS_FULL, subject, decision.limit(), decision.held(), retryAfter);
            case ACCOUNT_FULL -> Refusal.ofLimit(Reason.ACCOUNT_FULL, subject, decision.limit(), decision.held(), retryAfter);
            case ACCOUNT_GONE -> Refusal.ofSubject(Reason.ACCOUNT_GONE, subject, retryAfter);
            case CLUSTER_FULL -> Refusal.ofLimit(Reason.CLUSTER_FULL, null, decision.limit(), decision.held(), retryAfter);
            case MAINTENANCE -> Refusal.forMaintenance(decision.message(),
                    decision.retryAfter() == null ? retryAfter : decision.retryAfter());
            case RECOVERING -> Refusal.of(Reason.DATABASE_UNAVAILABLE, SOON);
            case ADMITTED -> throw new IllegalArgumentException("not a refusal: " + decision);
        };
    }
}
