package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

/**
 * Bans and denials that were decided a moment ago, so that a client who knocks all day costs no database. Only these: they
 * are for a client and stay for minutes, while a place may be free, and a maintenance over, with the next connection.
 *
 * <p>
 * A refusal is known to be valid while it lasts and the configuration by which it was decided is the one of now. Of a change
 * the node hears by a notice, or with its next beat; when it has not heard the database for some beats it knows nothing.
 */
@Singleton
final class KnownRefusals {
    private static final int MAX_KNOWN = 10_000;
    private static final Duration MAX_SILENCE = Node.BEAT.multipliedBy(3);

    private record Known(Refusal refusal, Instant until) {
    }

    private final Map<InetAddress, Known> known = new HashMap<>();
    private long version;
    private Instant heardAt = Instant.MIN;
    /** Grows whenever everything is forgotten. */
    private long generation;

    /** What is remembered under another number has been decided before everything was forgotten. */
    synchronized long generation() {
        return generation;
    }

    /** @param version of the configuration, as the database has just said */
    synchronized void heard(long version) {
        heardAt = Instant.now();
        if (version != this.version) {
            this.version = version;
            forget();
        }
    }

    synchronized void forget() {
        known.clear();
        generation++;
    }

    /** @param decidedIn the generation in which it was asked for */
    synchronized void remember(InetAddress address, Refusal refusal, long decidedIn) {
        boolean isForTheClient = refusal.reason() == Reason.BANNED || refusal.reason() == Reason.DENIED;
        if (isForTheClient && decidedIn == generation) {
            if (known.size() >= MAX_KNOWN) {
                known.clear();
            }
            known.put(address, new Known(refusal,
                    refusal.retryAfter().isZero() ? Instant.MAX : Instant.now().plus(refusal.retryAfter())));
        }
    }

    /** The refusal that this client would get, with a reference of its own; empty when that is not known. */
    synchronized Optional<Refusal> of(InetAddress address) {
        Instant now = Instant.now();
        Known refused = known.get(address);
        if (refused == null || heardAt.plus(MAX_SILENCE).isBefore(now)) {
            return Optional.empty();
        }
        if (!refused.until().isAfter(now)) {
            known.remove(address);
            return Optional.empty();
        }
        return Optional.of(refused.refusal().again(refused.until().equals(Instant.MAX) ? Duration.ZERO
                : Duration.ofSeconds(Math.max(1, Duration.between(now, refused.until()).toSeconds()))));
    }
}
