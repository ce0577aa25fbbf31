package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Places that the database counts as held by this node in advance, and what is certain for as long as they may be given away:
 * which
 * clients and accounts meet no limit but those of the cluster and of this node. Whoever is let in by it is told to the database
 * with
 * the next batch; who has left by then, never.
 *
 * <p>
 * While a batch is on its way the places that were not given away before may be given away still: the database goes on counting
 * them. Any thread, but for batches: one at a time.
 */
final class Credit {
    /** How often the database is told of those who were let in, while there are more of them. */
    static final Duration BETWEEN_REPORTS = Duration.ofMillis(40);
    /** In a moment as long as that: fewer are asked for one by one, or together in a batch. */
    private static final int LEAST_DEMAND = 4;
    private static final int MOST_WANTED = 1000;
    private static final int MAX_KNOWN = 10_000;

    /** Whom the database has let in through that listener without looking at more than the common limits. */
    private record Guest(String listener, InetAddress address) {
    }

    /**
     * What goes to the database with a batch.
     *
     * @param opened sessions that were let in, with what they are by now
     * @param told sessions known to it that are an account's by now
     * @param kept places that may be given away while the batch is on its way
     * @param wanted places that the node would like to have in all; 0 for none
     */
    record Report(List<Opened> opened, List<Opened> told, int kept, int wanted) {
        static final Report NOTHING = new Report(List.of(), List.of(), 0, 0);
    }

    /** @param account null before the login */
    record Opened(Slot slot, String account) {
    }

    /**
     * What the database has answered.
     *
     * @param version of the configuration; empty while it changes
     * @param places that come to those kept
     * @param valid for how long from when it was asked; null for no longer than before
     */
    record Grant(OptionalLong version, int places, Duration valid) {
        static final Grant NONE = new Grant(OptionalLong.empty(), 0, null);
    }

    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reported = lock.newCondition();
    private int places;
    /** By the clock. */
    private long until;
    private long version;
    private final Set<Guest> guests = new HashSet<>();
    private final Set<String> accounts = new HashSet<>();
    private final Map<UUID, Slot> opened = new LinkedHashMap<>();
    private final Map<UUID, Slot> told = new LinkedHashMap<>();
    /** Let in, and told in a report of which nobody knows whether it arrived. */
    private final Map<UUID, Slot> inDoubt = new LinkedHashMap<>();
    private boolean reporting;
    /** Sessions of the report that is on its way. */
    private final Set<UUID> underWay = new HashSet<>();
    /** Since when newcomers are counted, by the clock. */
    private long countedSince;
    private int newcomers;
    private int newcomersBefore;
    private boolean askedBack;
    private long reportedAt;

    /** @param clock of nanoseconds, as System.nanoTime() */
    Credit(LongSupplier clock) {
        this.clock = clock;
        this.until = clock.getAsLong();
        this.countedSince = until;
        this.reportedAt = until;
    }

    private boolean isValid() {
        return !askedBack && clock.getAsLong() - until < 0;
    }

    /**
     * Somebody comes.
     *
     * @param letIn run before anybody can be told of the session's end or of the credit's
     * @return whether there was a place
     */
    boolean letIn(Slot slot, Runnable letIn) {
        lock.lock();
        try {
            newcomers++;
            if (places <= 0 || !isValid() || !guests.contains(new Guest(slot.listener(), slot.address()))) {
                return false;
            }
            places--;
            opened.put(slot.id(), slot);
            letIn.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the session is counted as the account's, without asking */
    boolean logIn(Slot slot, String account) {
        lock.lock();
        try {
            if (!isValid() || !accounts.contains(account)) {
                return false;
            }
            slot.claimed(null, account);
            if (!opened.containsKey(slot.id()) && !inDoubt.containsKey(slot.id())) {
                told.put(slot.id(), slot);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * It is nobody's any more. @return whether the database need not be told; blocks while it is just being told of the session
     */
    boolean disclaim(Slot slot) {
        lock.lock();
        try {
            slot.disclaimed();
            while (underWay.contains(slot.id())) {
                reported.awaitUninterruptibly();
            }
            told.remove(slot.id());
            return opened.containsKey(slot.id());
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the database has never heard of the session, and need not hear of its end */
    boolean leave(Slot slot) {
        lock.lock();
        try {
            told.remove(slot.id());
            inDoubt.remove(slot.id());
            if (opened.remove(slot.id()) == null) {
                return false;
            }
            places++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Another node has asked for a place that is only lent: nothing is given away until all is given back. */
    void askBack() {
        lock.lock();
        try {
            askedBack = places > 0 || reporting;
        } finally {
            lock.unlock();
        }
    }

    /** The version of the configuration that holds for certain at this moment; empty when that is not known. */
    OptionalLong certainVersion() {
        lock.lock();
        try {
            return isValid() ? OptionalLong.of(version) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** In how long the database is to hear of it, in nanoseconds; null for never. */
    Long nanosUntilReport() {
        lock.lock();
        try {
            if (places == 0 && opened.isEmpty() && told.isEmpty() && inDoubt.isEmpty()) {
                return null;
            }
            return askedBack ? 0 : Math.max(0, reportedAt + BETWEEN_REPORTS.toNanos() - clock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** @param isInside of those who were let in */
    Report report(Predicate<UUID> isInside) {
        lock.lock();
        try {
            int demand = demand();
            int wanted = demand < LEAST_DEMAND || askedBack ? 0 : Math.max(places, Math.min(MOST_WANTED, 2 * demand));
            reportedAt = clock.getAsLong();
            if (wanted == 0 || !isValid()) {
                places = 0;
            }
            if (places == 0) {
                // From here on the database counts none, and waits for nobody.
                until = reportedAt;
            }
            opened.putAll(inDoubt);
            Report report = new Report(take(opened, isInside), take(told, isInside), places, wanted);
            inDoubt.clear();
            reporting = true;
            return report;
        } finally {
            lock.unlock();
        }
    }

    /** How many came in the last moment. Batches follow one another more or less quickly, and say nothing of that. */
    private int demand() {
        long now = clock.getAsLong();
        long moments = (now - countedSince) / BETWEEN_REPORTS.toNanos();
        if (moments > 0) {
            newcomersBefore = moments == 1 ? newcomers : (int) (newcomers / moments);
            newcomers = 0;
            countedSince = now;
        }
        return Math.max(newcomers, newcomersBefore);
    }

    private List<Opened> take(Map<UUID, Slot> sessions, Predicate<UUID> isInside) {
        List<Opened> taken = new ArrayList<>(sessions.size());
        for (Slot slot : sessions.values()) {
            if (isInside.test(slot.id())) {
                taken.add(new Opened(slot, slot.account()));
                underWay.add(slot.id());
            }
        }
        sessions.clear();
        return taken;
    }

    /**
     * The database has what was reported.
     *
     * @param askedAt by the clock
     */
    void granted(Report report, Grant grant, long askedAt) {
        lock.lock();
        try {
            report.opened().forEach(one -> one.slot().forgetReport());
            ended();
            if (report.wanted() == 0) {
                askedBack = false;
            }
            if (grant.version().isPresent() && grant.version().getAsLong() != version) {
                version = grant.version().getAsLong();
                guests.clear();
                accounts.clear();
            }
            places += grant.places();
            if (grant.valid() != null) {
                until = askedAt + grant.valid().toNanos();
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        reporting = false;
        underWay.clear();
        reported.signalAll();
    }

    /** Nobody knows whether the database has it: it is told again, and nothing is given away. */
    void lost(Report report) {
        lock.lock();
        try {
            places = 0;
            until = clock.getAsLong();
            report.opened().forEach(one -> inDoubt.put(one.slot().id(), one.slot()));
            report.told().forEach(one -> told.put(one.slot().id(), one.slot()));
            ended();
        } finally {
            lock.unlock();
        }
    }

    /** All sessions are told to the database anew. @return those, whoever let them in */
    List<Slot> end(Map<UUID, Slot> inside) {
        lock.lock();
        try {
            places = 0;
            until = clock.getAsLong();
            opened.clear();
            told.clear();
            inDoubt.clear();
            ended();
            return new ArrayList<>(inside.values());
        } finally {
            lock.unlock();
        }
    }

    /** The database has let it in, in the batch that was granted last, and would let in the next one like it. */
    void plain(Slot slot) {
        lock.lock();
        try {
            if (guests.size() >= MAX_KNOWN) {
                guests.clear();
            }
            guests.add(new Guest(slot.listener(), slot.address()));
        } finally {
            lock.unlock();
        }
    }

    /** The same of a session that is the account's now. */
    void plain(String account) {
        lock.lock();
        try {
            if (accounts.size() >= MAX_KNOWN) {
                accounts.clear();
            }
            accounts.add(account);
        } finally {
            lock.unlock();
        }
    }
}
