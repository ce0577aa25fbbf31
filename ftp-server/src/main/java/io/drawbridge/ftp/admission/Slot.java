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
    private final InetAddress address;
    private final Instant connectedAt;
    private final Occupant occupant;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Written by the thread that settles. */
    private volatile String account;
    /** As written to the database last; null before the first time. */
    private volatile Activity reported;

    Slot(Admissions admissions, InetAddress address, Instant connectedAt, Occupant occupant) {
        this.admissions = admissions;
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

    /** Empty while the database answers; else the refusal of a login, which is logged. */
    public Optional<Refusal> refusalWhileDatabaseIsAway() {
        return admissions.isDatabaseAway() ? Optional.of(refuseForDatabase()) : Optional.empty();
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

    void loggedIn(String account) {
        this.account = account;
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

    /** The database does not have it, or does not have it any more. */
    void forgetReport() {
        reported = null;
    }
}
