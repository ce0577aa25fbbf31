package io.drawbridge.ftp.admission;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.drawbridge.ftp.overload.Busy;
import io.drawbridge.reply.RefusalText;

/**
 * A no, with all that the client is told.
 *
 * @param subject the address, account, group… whose limit is reached; null when the reason names none
 * @param limit the limit that is reached; null when it is another reason
 * @param held how many were counted against the limit at that moment; null when it is another reason
 * @param rule the limit rule or window that refuses, by its name; null when it is none
 * @param message the operator's own words, or what the node is short of; null or empty when there are none
 * @param retryAfter when to come back; zero when that would not help
 * @param reference by which the refusal is found in the log and in the API
 */
public record Refusal(Reason reason, String subject, Integer limit, Long held, String rule, String message,
        Duration retryAfter, String reference) {
    /** Crockford's digits: no two of them are mistaken for each other when read out on the telephone. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int REFERENCE_LENGTH = 6;

    /** One that is for no particular limit, rule or client. */
    static Refusal of(Reason reason, Duration retryAfter) {
        return of(reason, null, null, null, null, null, retryAfter);
    }

    static Refusal of(Reason reason, String subject, Integer limit, Long held, String rule, String message,
            Duration retryAfter) {
        return new Refusal(reason, subject, limit, held, rule, message, retryAfter, newReference());
    }

    /** The same for another client. */
    Refusal again(Duration retryAfter) {
        return of(reason, subject, limit, held, rule, message, retryAfter);
    }

    static Refusal ofBusy(Busy cause, Duration retryAfter) {
        return of(Reason.BUSY, null, null, null, null, cause.words(), retryAfter);
    }

    /** What stands behind the code 421: reason, limit, when to come back, reference. */
    public String words() {
        return RefusalText.of(reason.words(subject), limit, message,
                retryAfter.isPositive() ? Long.toString(retryAfter.toSeconds()) : null, reference);
    }

    private static String newReference() {
        StringBuilder reference = new StringBuilder("R-");
        for (int i = 0; i < REFERENCE_LENGTH; i++) {
            reference.append(DIGITS.charAt(ThreadLocalRandom.current().nextInt(DIGITS.length())));
        }
        return reference.toString();
    }
}
