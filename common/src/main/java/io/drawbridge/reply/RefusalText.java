package io.drawbridge.reply;

/** What stands behind the code of a 421 that turns a client away: why, which limit, when to come back, and a reference. */
public final class RefusalText {
    /** Why, when an operator has closed the door. */
    public static final String MAINTENANCE = "Closed for maintenance";

    private RefusalText() {
    }

    /**
     * @param reason not null
     * @param limit null: it is not a limit
     * @param message the operator's own words; null or blank for none
     * @param retryAfterSeconds when to come back; null when that would not help
     * @param reference not null
     */
    public static String of(String reason, Integer limit, String message, String retryAfterSeconds, String reference) {
        StringBuilder words = new StringBuilder(reason);
        if (limit != null) {
            words.append(" (limit ").append(limit).append(')');
        }
        if (message != null && !message.isBlank()) {
            words.append(": ").append(message.strip());
        }
        if (Character.isLetterOrDigit(words.charAt(words.length() - 1)) || words.charAt(words.length() - 1) == ')') {
            words.append('.');
        }
        if (retryAfterSeconds != null) {
            words.append(" Try again in ").append(retryAfterSeconds).append(" s.");
        }
        return words.append(" [").append(reference).append(']').toString();
    }
}
