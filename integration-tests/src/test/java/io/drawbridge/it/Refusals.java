package io.drawbridge.it;

/** The words of a 421, as regular expressions. */
public final class Refusals {
    private static final String REFERENCE = "\\[R-[0-9A-HJKMNP-TV-Z]{6}]";

    private Refusals() {
    }

    public static String tooManySessions(int limit) {
        return "421 Too many sessions \\(limit " + limit + "\\)\\. Try again in 30 s\\. " + REFERENCE;
    }

    /** @param subject an address or an account */
    static String tooManySessionsOf(String fromOrOf, String subject, int limit) {
        return "421 Too many sessions " + fromOrOf + " " + subject + " \\(limit " + limit + "\\)\\. Try again in 30 s\\. "
                + REFERENCE;
    }

    static String drained(String message) {
        return "421 This server takes no new sessions: " + message + "\\. Try again in 30 s\\. " + REFERENCE;
    }

    public static String maintenance(String message, int retryAfterSeconds) {
        return "421 Closed for maintenance: " + message + "\\. Try again in " + retryAfterSeconds + " s\\. " + REFERENCE;
    }
}
