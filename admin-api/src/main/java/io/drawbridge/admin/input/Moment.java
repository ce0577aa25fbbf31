package io.drawbridge.admin.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import io.drawbridge.admin.problem.Faults;

/** Moments as PostgreSQL keeps them, and as they are written: RFC 3339, with Z or an offset from UTC. */
public final class Moment {
    private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9]{4}-");

    private Moment() {
    }

    /** To the microsecond, which is what PostgreSQL keeps: what is read back is what was written. */
    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
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
            // Java knows years that RFC 3339 and PostgreSQL do not.
            if (FOUR_DIGITS.matcher(text).lookingAt()) {
                return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException e) {
            // The fault says it.
        }
        faults.unless(false, field, "must be a moment such as 2026-11-22T14:00:00Z");
        return null;
    }
}
