package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.time.Instant;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.journal.Journal;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.reply.Language;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A place that no cluster counts, for what a session does without asking PostgreSQL for anything. */
public final class UncountedPlace implements Occupant {

    private UncountedPlace() {
    }

    /** Offences are remembered, and never told to anybody. */
    public static Slot of(InetAddress address, FtpConfig config) {
        Admissions nobody = new Admissions(null, null, null, null, new Offences(null), null, null,
                new DoorEvents(new Journal(null, null), null, new DoorCounters(new SimpleMeterRegistry())), config);
        return new Slot(nobody, config.listener(), address, Instant.EPOCH, new UncountedPlace());
    }

    @Override
    public Activity activity() {
        return new Activity(SessionRow.State.IDLE, Instant.EPOCH, 0, 0);
    }

    @Override
    public Language language() {
        return Language.ENGLISH;
    }

    @Override
    public void announce(String words) {
        throw new IllegalStateException(words);
    }

    @Override
    public void evict(Eviction why) {
        throw new IllegalStateException(why.toString());
    }
}
