package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place taken in the cluster; the object that is acquired is the one that is released, once. */
public final class Slot implements AutoCloseable {
    private final Admissions admissions;
    private final UUID id = UUID.randomUUID();
    private final String listener;
    private final InetAddress address;
    private final Instant connectedAt;
    private final Occupant occupant;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Written by the thread that settles, and emptied by the session's. */
    private volatile String host;
    /** Written by the thread that settles, and emptied by the session's. */
    private volatile String account;
    /** As written to the database last; null before the first time. */
    private volatile Activity reported;
    private long receivedCounted;
    private long sentCounted;
    /** Whether it has been told to leave, and why. */
    private boolean evicted;

    Slot(Admissions admissions, String listener, InetAddress address, Instant connectedAt, Occupant occupant) {
        this.admissions = admissions;
        this.listener = listener;
        this.address = address;
        this.connectedAt = connectedAt;
        this.occupant = occupant;
    }

    /** The session's id in the API. */
    public UUID id() {
        return id;
    }

    public InetAddress address() {
        return address;
    }

    public Instant connectedAt() {
        return connectedAt;
    }

    /**
     * Counts the session as one of the account's, if there is room.
     *
     * @return completed with the refusal, or with nothing when it is counted; never exceptionally
     */
    public CompletableFuture<Optional<Refusal>> logIn(String account) {
        return admissions.logIn(this, account);
    }

    /**
     * Counts the session as one for the virtual host, if there is room.
     *
     * @return completed with the refusal, or with nothing when it is counted; never exceptionally
     */
    public CompletableFuture<Optional<Refusal>> callOn(String host) {
        if (host.equals(this.host)) {
            // It is counted already: saying it again must not use up what others may say in this minute.
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return admissions.callOn(this, host);
    }

    /**
     * Gives back the places of its account and of its host, and keeps its own. Blocks.
     *
     * @return why it cannot stay; empty when it can
     */
    public Optional<Refusal> disclaim() {
        return admissions.disclaim(this);
    }

    /** Whether the database does not answer, and logins may go by what is known of it. */
    public boolean goesByWhatIsKnown() {
        return admissions.isDatabaseAway() && admissions.goesOnWithoutDatabase();
    }

    /** Empty while logins are possible; else the refusal of a login, which is logged. */
    public Optional<Refusal> refusalWhileDatabaseIsAway() {
        return admissions.isDatabaseAway() && !admissions.goesOnWithoutDatabase() ? Optional.of(refuseForDatabase())
                : Optional.empty();
    }

    /** It has done something that counts against its address. */
    public void offend(Offence offence) {
        admissions.offend(address, offence);
    }

    /** The refusal of a login for which the database does not answer; it is logged. */
    public Refusal refuseForDatabase() {
        return admissions.refuseForDatabase(this);
    }

    /** Gives the place back. Closing twice is harmless. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            admissions.depart(this);
        }
    }

    Occupant occupant() {
        return occupant;
    }

    /** Null before the login. */
    String account() {
        return account;
    }

    String listener() {
        return listener;
    }

    /** Null before HOST. */
    String host() {
        return host;
    }

    /** What it said has been counted; null for what it did not say. */
    void claimed(String host, String account) {
        if (host != null) {
            this.host = host;
        }
        if (account != null) {
            this.account = account;
        }
    }

    /** It is nobody's again. */
    void disclaimed() {
        host = null;
        account = null;
    }

    /** @return false when it was told before */
    synchronized boolean evictOnce() {
        boolean first = !evicted;
        evicted = true;
        return first;
    }

    /** What is new since the last call; empty when nothing is. */
    Optional<Activity> unreportedActivity() {
        Activity now = occupant.activity();
        if (now.equals(reported)) {
            return Optional.empty();
        }
        reported = now;
        return Optional.of(now);
    }

    @FunctionalInterface
    interface Bytes {
        void add(long received, long sent);
    }

    /** Adds those of its data connections that have not been counted yet. */
    synchronized void countBytes(Bytes sum) {
        Activity now = occupant.activity();
        sum.add(now.bytesReceived() - receivedCounted, now.bytesSent() - sentCounted);
        receivedCounted = now.bytesReceived();
        sentCounted = now.bytesSent();
    }

    /** The database does not have it, or does not have it any more. */
    void forgetReport() {
        reported = null;
    }
}
