package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.nio.ByteBuffer;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.admission.Ledger.Batch;
import io.drawbridge.ftp.admission.Ledger.Claim;
import io.drawbridge.ftp.admission.Ledger.Decision;
import io.drawbridge.ftp.admission.Ledger.Settled;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.ftp.overload.Busy;
import io.drawbridge.ftp.overload.Pressure;

/**
 * Decides who comes in, together with all other nodes.
 *
 * <p>
 * Arrivals, claims and departures wait in one queue. One thread takes all that wait and has PostgreSQL settle them in
 * one statement; while that is on its way the next batch collects, so that a storm makes batches larger and not more.
 * What is in doubt after a lost connection is given back, never kept: the count may be too high for a moment, but more
 * than the limit are never inside.
 */
@Singleton
public final class Admissions {
    private static final int MAX_BATCH = 1000;
    private static final int BYTES_OF_IPV4 = 4;
    /** Of a /64, of which a single machine has all addresses. */
    private static final int BYTES_OF_AN_IPV6_NETWORK = 8;
    /** When to come back, as long as the reason is one that passes by itself. */
    private static final Duration SOON = Duration.ofSeconds(10);
    /**
     * How long a newcomer waits for nodes to give back what they have in advance: they are asked, and as a rule take a moment.
     */
    private static final Duration PATIENCE_WITH_NODES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final Settled NOTHING = new Settled(Map.of(), Set.of(), Set.of(), Credit.Grant.NONE, 0);
    private static final Logger LOG = Logger.getLogger(Admissions.class);

    private sealed interface Request {
        /** @param answer told the end, and before it perhaps that the client has to wait */
        record Arrival(Slot slot, Consumer<Admission> answer) implements Request {
        }

        record Claiming(Claim claim, CompletableFuture<Optional<Refusal>> answer) implements Request {
        }

        record Departure(UUID session) implements Request {
        }

        /** The heartbeat has found that the node's registration is lost. */
        record Rejoin(long lostEpoch) implements Request {
        }

        /** Somewhere in the cluster a place may have become free, or the database is back. */
        record Retry() implements Request {
        }

        record Stop() implements Request {
        }
    }

    private final Ledger ledger;
    private final Node node;
    private final FtpConfig config;
    private final RefusalLog refusals;
    private final KnownRefusals known;
    private final Offences offences;
    private final WaitingRoom<Request.Arrival> waitingRoom;
    private final Pressure pressure;
    private final DoorCounters counters;
    private final DoorEvents events;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    /** Who is inside, by this node's own knowledge. */
    private final Map<UUID, Slot> held = new ConcurrentHashMap<>();
    /** Sessions that have ended, or never began, and that the database may still count. Of the settling thread. */
    private final Set<UUID> owed = new HashSet<>();
    private final Thread settling = new Thread(this::settleUntilStopped, "admissions");
    private final Share share = new Share();
    private final Credit credit = new Credit(System::nanoTime);
    /** For whom there would be a place if other nodes gave back what they have in advance. Of the settling thread. */
    private final List<Request.Arrival> again = new ArrayList<>();
    private volatile boolean databaseAway;
    private volatile boolean nameTaken;
    private volatile boolean shuttingDown;
    private volatile boolean outOfService;

    Admissions(Ledger ledger, Node node, RefusalLog refusals, KnownRefusals known, Offences offences,
            Pressure pressure, DoorCounters counters, DoorEvents events, FtpConfig config) {
        this.ledger = ledger;
        this.node = node;
        this.refusals = refusals;
        this.known = known;
        this.offences = offences;
        this.config = config;
        this.waitingRoom = new WaitingRoom<>(config.maxWaiting(), arrival -> source(arrival.slot().address()));
        this.pressure = pressure;
        this.counters = counters;
        this.events = events;
    }

    /** The node has joined; now it may admit. */
    public void start() {
        settling.setDaemon(true);
        settling.start();
    }

    /**
     * Asks for a place. Never blocks.
     *
     * @param listener the name of the listener that the client has connected to
     * @param answer told the end once, from any thread, and before it perhaps that the client has to wait
     */
    public void arrive(String listener, InetAddress address, Occupant occupant, Consumer<Admission> answer) {
        Optional<Refusal> refused = known.of(address);
        Optional<Busy> busy = pressure.cause(held.size());
        if (shuttingDown) {
            answer.accept(refused(address, Refusal.of(Reason.SHUTTING_DOWN, SOON), 0));
        } else if (refused.isPresent()) {
            answer.accept(refused(address, refused.get(), 0));
        } else if (busy.isPresent()) {
            answer.accept(refused(address, Refusal.ofBusy(busy.get(), SOON), 0));
        } else if (databaseAway) {
            answer.accept(arriveWithoutDatabase(new Slot(this, listener, address, Instant.now(), occupant)));
        } else {
            Slot slot = new Slot(this, listener, address, Instant.now(), occupant);
            if (credit.letIn(slot, () -> held.put(slot.id(), slot))) {
                answer.accept(granted(slot, 0));
            } else {
                requests.add(new Request.Arrival(slot, answer));
            }
        }
    }

    private Admission arriveWithoutDatabase(Slot slot) {
        if (goesOnWithoutDatabase() && share.take(() -> held.put(slot.id(), slot))) {
            settleWhatWasGiven();
            return granted(slot, 0);
        }
        return refused(slot.address(), Refusal.of(Reason.DATABASE_UNAVAILABLE, SOON), 0);
    }

    CompletableFuture<Optional<Refusal>> logIn(Slot slot, String account) {
        return claim(new Claim(slot, null, account));
    }

    CompletableFuture<Optional<Refusal>> callOn(Slot slot, String host) {
        return claim(new Claim(slot, host, null));
    }

    Optional<Refusal> disclaim(Slot slot) {
        if (slot.host() == null && slot.account() == null) {
            return Optional.empty();
        }
        // First here: should the node register anew meanwhile, it tells what the slot says.
        if (credit.disclaim(slot)) {
            return Optional.empty();
        }
        if (!databaseAway) {
            try {
                ledger.disclaim(node.name(), slot.id());
                return Optional.empty();
            } catch (SQLException e) {
                databaseDoesNotAnswer(e);
            }
        }
        return claimWithoutDatabase(new Claim(slot, null, null));
    }

    private CompletableFuture<Optional<Refusal>> claim(Claim claim) {
        if (databaseAway) {
            return CompletableFuture.completedFuture(claimWithoutDatabase(claim));
        }
        if (claim.host() == null && credit.logIn(claim.slot(), claim.account())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<Refusal>> answer = new CompletableFuture<>();
        requests.add(new Request.Claiming(claim, answer));
        return answer;
    }

    private Optional<Refusal> claimWithoutDatabase(Claim claim) {
        if (!goesOnWithoutDatabase()) {
            return Optional.of(refuseForDatabase(claim.slot()));
        }
        claim.slot().claimed(claim.host(), claim.account());
        share.mustBeSettled();
        settleWhatWasGiven();
        return Optional.empty();
    }

    /** The database may have come back in this moment, and nobody else might ask it. */
    private void settleWhatWasGiven() {
        if (!databaseAway) {
            requests.add(new Request.Retry());
        }
    }

    void depart(Slot slot) {
        events.closed(slot);
        if (held.remove(slot.id()) != null && databaseAway) {
            share.giveBack();
        }
        if (!credit.leave(slot)) {
            forget(slot.id());
        }
    }

    /** The database is not to count this session, which may be one that this node does not know. */
    void forget(UUID session) {
        requests.add(new Request.Departure(session));
    }

    void offend(InetAddress address, Offence offence) {
        if (offence == Offence.FAILED_LOGIN) {
            events.loginFailed();
        }
        offences.add(address, offence);
    }

    /** Somebody has knocked at a data port where nobody waits for this address. Any thread; does not block. */
    public void strangerAtDataPort(InetAddress stranger) {
        offend(stranger, Offence.DATA_PORT_STRANGER);
    }

    /** From now on every arrival is refused; those inside stay. */
    public void shutDown() {
        shuttingDown = true;
        placesFreed();
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

    /** Somewhere in the cluster a place may have become free: those who wait try again. */
    public void placesFreed() {
        if (waitingRoom.size() > 0) {
            requests.add(new Request.Retry());
        }
    }

    /** What counts as one address: as {@code source_of} in the database. */
    public static Object source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, bytes.length == BYTES_OF_IPV4 ? BYTES_OF_IPV4 : BYTES_OF_AN_IPV6_NETWORK);
    }

    /** Another node has nothing left but what others have in advance. */
    public void creditAskedBack() {
        credit.askBack();
        requests.add(new Request.Retry());
    }

    /**
     * The version of the configuration that holds for certain at this moment: no change of it is committed before this is over.
     * Empty when that is not known, as a rule while little happens. Any thread.
     */
    public OptionalLong certainVersion() {
        return databaseAway ? OptionalLong.empty() : credit.certainVersion();
    }

    /** What operators set has changed. */
    public void configurationChanged() {
        known.forget();
        placesFreed();
    }

    /** How many clients wait for a place. */
    public int waiting() {
        return waitingRoom.size();
    }

    /** Nobody is admitted any more. */
    public boolean isClosed() {
        return shuttingDown;
    }

    /**
     * Operators have closed this node and not others, as of the last heartbeat: by a drain, or a maintenance window of the
     * node.
     */
    public boolean isOutOfService() {
        return outOfService;
    }

    /** A call to the database has failed, and no heartbeat has been answered since. */
    public boolean isDatabaseAway() {
        return databaseAway;
    }

    /** Whether newcomers may be admitted by what was known last, while the database is away. */
    public boolean goesOnWithoutDatabase() {
        return switch (config.databaseAway()) {
            case REFUSE -> false;
            case LAST_KNOWN -> true;
        };
    }

    /** Who is inside now, by this node's own knowledge. */
    public Collection<Slot> held() {
        return Collections.unmodifiableCollection(held.values());
    }

    /** How many of those inside are in that state. */
    public long held(SessionRow.State state) {
        return held.values().stream().filter(slot -> slot.occupant().activity().state() == state).count();
    }

    void registrationLost(long epoch) {
        if (!nameTaken) {
            requests.add(new Request.Rejoin(epoch));
        }
    }

    /** The heartbeat has heard the database. */
    void databaseAnswers() {
        if (databaseAway) {
            databaseAway = false;
            LOG.infof("node=%s the database answers again", node.name());
            requests.add(new Request.Retry());
        }
    }

    /** The answer to a heartbeat. */
    void heard(Ledger.Beat beat) {
        known.heard(beat.version());
        share.is(beat.share());
        outOfService = beat.outOfService();
        placesFreed();
        beat.orders().forEach((session, order) -> Optional.ofNullable(held.get(session))
                .ifPresentOrElse(slot -> obey(slot, order), () -> forget(session)));
    }

    void databaseDoesNotAnswer(Exception e) {
        if (!databaseAway) {
            databaseAway = true;
            LOG.warnf("node=%s the database does not answer, %s until it does: %s", node.name(),
                    goesOnWithoutDatabase() ? "this node goes by what it knew last" : "clients are refused", e.getMessage());
        }
        // Those who wait were told for how long.
        placesFreed();
    }

    private void settleUntilStopped() {
        List<Request> waiting = new ArrayList<>();
        boolean stopped = false;
        while (!stopped) {
            try {
                collect(waiting);
            } catch (InterruptedException e) {
                return;
            }
            try {
                stopped = settle(waiting);
            } catch (RuntimeException e) {
                LOG.errorf(e, "node=%s answers to a batch were lost", node.name());
            }
            waiting.clear();
        }
    }

    /** Until somebody asks, or the database is to be told something. Who has left can wait for that. */
    private void collect(List<Request> waiting) throws InterruptedException {
        boolean canWait = true;
        while (canWait && waiting.size() < MAX_BATCH) {
            Long nanos = again.isEmpty() ? credit.nanosUntilReport() : Long.valueOf(BETWEEN_TRIES.toNanos());
            Request next = nanos == null ? requests.take() : requests.poll(nanos, TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            waiting.add(next);
            requests.drainTo(waiting, MAX_BATCH - waiting.size());
            canWait = nanos != null && waiting.stream().allMatch(Request.Departure.class::isInstance);
        }
    }

    /** @return whether to stop */
    private boolean settle(List<Request> waiting) {
        List<Request.Arrival> newcomers = new ArrayList<>();
        List<Request.Claiming> claims = new ArrayList<>();
        boolean rejoin = false;
        boolean stop = false;
        for (Request request : waiting) {
            switch (request) {
                case Request.Arrival arrival -> newcomers.add(arrival);
                case Request.Claiming claim -> claims.add(claim);
                case Request.Departure departure -> {
                    // Of one that was just admitted the heartbeat may have heard before this thread had told of it.
                    if (!held.containsKey(departure.session())) {
                        owed.add(departure.session());
                    }
                }
                case Request.Rejoin lost -> rejoin |= lost.lostEpoch() == node.epoch();
                case Request.Retry ignored -> {
                }
                case Request.Stop ignored -> stop = true;
            }
        }
        // Those who wait were here before.
        List<Request.Arrival> arrivals = new ArrayList<>(again);
        again.clear();
        waitingRoom.fairly().stream().filter(arrival -> !arrivals.contains(arrival)).forEach(arrivals::add);
        arrivals.addAll(newcomers);
        if (shuttingDown) {
            waitingRoom.clear();
            refuseAll(arrivals, List.of(), Reason.SHUTTING_DOWN);
            arrivals.clear();
        }
        long generation = known.generation();
        Settled settled;
        try {
            if (rejoin || share.mustSettle()) {
                rejoin();
            }
            settled = nameTaken ? NOTHING : decide(arrivals, claims);
        } catch (SQLException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                LOG.errorf(e, "node=%s a batch of %d arrivals could not be settled", node.name(), arrivals.size());
            }
            waitingRoom.clear();
            databaseDoesNotAnswer(e);
            arrivals.forEach(arrival -> owed.add(arrival.slot().id()));
            if (share.mustSettle()) {
                // All that the database has of this node will be replaced: strangers who come and go cost nothing until then.
                owed.clear();
            }
            refuseAll(arrivals, claims, Reason.DATABASE_UNAVAILABLE);
            return stop;
        }
        if (nameTaken) {
            waitingRoom.clear();
            refuseAll(arrivals, claims, Reason.SHUTTING_DOWN);
        } else {
            if (settled.grant().version().isPresent()) {
                remember(arrivals, claims, settled.plain());
            }
            arrivals.forEach(arrival -> answer(arrival, settled, generation, arrivals.size()));
            claims.forEach(claim -> answer(claim, settled.decisions().get(claim.claim().slot().id())));
        }
        return stop;
    }

    private void remember(List<Request.Arrival> arrivals, List<Request.Claiming> claims, Set<UUID> plain) {
        arrivals.stream().map(Request.Arrival::slot).filter(slot -> plain.contains(slot.id())).forEach(credit::plain);
        claims.stream().map(Request.Claiming::claim).filter(claim -> claim.host() == null && plain.contains(claim.slot().id()))
                .forEach(claim -> credit.plain(claim.account()));
    }

    private Settled decide(List<Request.Arrival> arrivals, List<Request.Claiming> claims) throws SQLException {
        Credit.Report report = credit.report(held::containsKey);
        Batch batch = new Batch(List.copyOf(owed), arrivals.stream().map(Request.Arrival::slot).toList(),
                claims.stream().map(Request.Claiming::claim).toList(), pressure.maxSessions(), report);
        long asked = System.nanoTime();
        Optional<Settled> settled;
        try {
            settled = ledger.settle(node.name(), node.epoch(), batch);
        } catch (SQLException | RuntimeException e) {
            credit.lost(report);
            throw e;
        }
        if (settled.isEmpty()) {
            rejoin();
            settled = nameTaken ? Optional.of(NOTHING)
                    : ledger.settle(node.name(), node.epoch(),
                            new Batch(batch.departed(), batch.arrived(), batch.claims(), batch.capacity(),
                                    Credit.Report.NOTHING));
        } else {
            credit.granted(report, settled.get().grant(), settled.get().askedAt());
        }
        counters.settled(batch.departed().size() + arrivals.size() + claims.size(), System.nanoTime() - asked);
        owed.clear();
        return settled.orElseThrow(() -> new SQLException("the node's registration does not hold"));
    }

    private void answer(Request.Arrival arrival, Settled settled, long generation, int batch) {
        Slot slot = arrival.slot();
        Decision decision = settled.decisions().get(slot.id());
        if (decision.isAdmitted()) {
            waitingRoom.leave(arrival);
            held.put(slot.id(), slot);
            arrival.answer().accept(granted(slot, batch));
            return;
        }
        Duration waited = Duration.between(slot.connectedAt(), Instant.now());
        if (settled.lent().contains(slot.id()) && waited.compareTo(PATIENCE_WITH_NODES) < 0) {
            again.add(arrival);
            return;
        }
        Optional<Duration> maxWait = config.maxWait().filter(wait -> decision.reason().passesWhenSomebodyLeaves());
        if (maxWait.isPresent() && waited.compareTo(maxWait.get()) < 0) {
            if (waitingRoom.isIn(arrival)) {
                return;
            }
            if (waitingRoom.enter(arrival)) {
                arrival.answer().accept(new Admission.Waiting(maxWait.get()));
                return;
            }
        }
        waitingRoom.leave(arrival);
        Refusal refusal = refusal(slot, decision);
        known.remember(slot.address(), refusal, generation);
        arrival.answer().accept(refused(slot.address(), refusal, batch));
    }

    private Admission granted(Slot slot, int batch) {
        counters.admitted();
        events.opened(slot, held.size());
        return new Admission.Granted(slot, batch);
    }

    private void answer(Request.Claiming claiming, Decision decision) {
        Claim claim = claiming.claim();
        if (decision == null || decision.isAdmitted()) {
            // No decision: the session ended meanwhile, and nobody listens any more.
            claim.slot().claimed(claim.host(), claim.account());
            claiming.answer().complete(Optional.empty());
        } else {
            claiming.answer()
                    .complete(Optional.of(logged(claim.slot().address(), claim.account(), refusal(claim.slot(), decision))));
        }
    }

    private void refuseAll(List<Request.Arrival> arrivals, List<Request.Claiming> claims, Reason reason) {
        arrivals.forEach(arrival -> arrival.answer().accept(refused(arrival.slot().address(), Refusal.of(reason, SOON), 0)));
        claims.forEach(claiming -> claiming.answer().complete(Optional.of(logged(claiming.claim().slot().address(),
                claiming.claim().account(), Refusal.of(reason, SOON)))));
    }

    /** Registers anew and has the sessions that run counted again, the oldest first; those without room must go. */
    private void rejoin() throws SQLException {
        share.settling();
        List<Slot> slots = credit.end(held).stream().sorted(Comparator.comparing(Slot::connectedAt)).toList();
        Optional<Map<UUID, Decision>> refused;
        try {
            refused = node.rejoin(slots);
        } catch (SQLException e) {
            share.mustBeSettled();
            throw e;
        }
        if (refused.isEmpty()) {
            nameTaken = true;
            shuttingDown = true;
            LOG.errorf("node=%s another process has taken the name of this one: its sessions end here and nobody is admitted."
                    + " Give each node a name of its own with HOSTNAME or DRAWBRIDGE_FTP_NODE", node.name());
            slots.forEach(slot -> lost(slot, Refusal.of(Reason.SHUTTING_DOWN, SOON)));
            return;
        }
        for (Slot slot : slots) {
            slot.forgetReport();
            Decision decision = refused.get().get(slot.id());
            if (decision != null) {
                lost(slot, refusal(slot, decision));
            }
        }
    }

    private void lost(Slot slot, Refusal refusal) {
        held.remove(slot.id());
        sendAway(slot, refusal);
    }

    private void sendAway(Slot slot, Refusal refusal) {
        slot.occupant().evict(new Eviction.NoPlace(logged(slot.address(), slot.account(), refusal)));
    }

    /** What the cluster wants of a session that runs. */
    private void obey(Slot slot, Ledger.Order order) {
        switch (order) {
            case Ledger.Order.Kick kick -> {
                if (slot.evictOnce()) {
                    LOG.infof("node=%s session=%s closed by=%s", node.name(), slot.id(), kick.administrator());
                    slot.occupant().evict(new Eviction.Kicked());
                }
            }
            case Ledger.Order.Evict evict -> {
                if (slot.evictOnce()) {
                    sendAway(slot, refusal(slot, evict.why()));
                }
            }
            case Ledger.Order.Announce announce -> slot.occupant().announce(announce.words().in(slot.occupant().language()));
            case Ledger.Order.Drain drain -> {
                if (slot.occupant().activity().isIdle() && slot.evictOnce()) {
                    sendAway(slot, refusal(slot, drain.why()));
                }
            }
        }
    }

    private Refusal logged(InetAddress address, String account, Refusal refusal) {
        refusals.refused(address, account, refusal);
        return refusal;
    }

    /** The refusal of a login that could not even be looked at. */
    Refusal refuseForDatabase(Slot slot) {
        return logged(slot.address(), slot.account(), Refusal.of(Reason.DATABASE_UNAVAILABLE, SOON));
    }

    private Admission refused(InetAddress address, Refusal refusal, int batch) {
        if (refusal.reason().isForAskingTooMuch()) {
            offences.add(address, Offence.REFUSAL);
        }
        return new Admission.Refused(logged(address, null, refusal), batch);
    }

    private Refusal refusal(Slot slot, Decision decision) {
        if (decision.reason() == Reason.BUSY) {
            return Refusal.ofBusy(Busy.SESSIONS, SOON);
        }
        Duration unlessSaid = switch (decision.reason()) {
            case DENIED -> Duration.ZERO;
            case DATABASE_UNAVAILABLE, SHUTTING_DOWN, BUSY -> SOON;
            case MAINTENANCE, DRAINING, BANNED, CLUSTER_FULL, LISTENER_FULL, HOST_FULL, NODE_FULL, ADDRESS_FULL, NETWORK_FULL,
                    ACCOUNT_FULL, GROUP_FULL, CLUSTER_TOO_FAST, LISTENER_TOO_FAST, HOST_TOO_FAST, NODE_TOO_FAST,
                    ADDRESS_TOO_FAST, NETWORK_TOO_FAST, ACCOUNT_TOO_FAST, GROUP_TOO_FAST, ACCOUNT_GONE ->
                config.retryAfter();
        };
        String words = decision.words() == null ? null : decision.words().in(slot.occupant().language());
        return Refusal.of(decision.reason(), decision.subject(), decision.limit(), decision.held(), decision.rule(), words,
                decision.retryAfter() == null ? unlessSaid : decision.retryAfter());
    }
}
