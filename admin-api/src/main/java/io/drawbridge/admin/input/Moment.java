package io.drawbridge.admin.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

import io.drawbridge.admin.problem.Faults;

/** Moments as they are written: RFC 3339, with Z or an offset from UTC. */
public final class Moment {
    private Moment() {
    }

    /**
     * @param text null for none
     * @param field where it stands, for the fault that it is when it is none; then null is returned
     * @return to the microsecond, which is what PostgreSQL keeps
     */
    public static Instant read(String text, String field, Faults faults) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            faults.unless(false, field, "must be a moment such as 2026-11-22T14:00:00Z");
            return null;
        }
    }
}
