package io.drawbridge.admin.maintenance;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;

/**
 * What an administrator sets.
 *
 * @param enabled not null
 * @param message empty unless given
 * @param retryAfterSeconds null for the server's own hint
 */
// @formatter:off
public record MaintenanceChange(
        @Schema(required = true, description = "Whether newcomers are refused.")
        Boolean enabled,
        @Schema(maxLength = MaintenanceChange.MAX_MESSAGE, defaultValue = "", examples = "Back at 14:00 UTC",
                description = "What they read in their 421, on one line.")
        String message,
        @Schema(nullable = true, minimum = "0", maximum = "" + MaintenanceChange.MAX_RETRY_AFTER_SECONDS, examples = "1800",
                description = "When to come back, in seconds; null: the server's own hint.")
        Integer retryAfterSeconds) {
    // @formatter:on
    static final int MAX_MESSAGE = 400;
    /** A week. */
    static final int MAX_RETRY_AFTER_SECONDS = 7 * 24 * 60 * 60;

    public MaintenanceChange {
        message = message == null ? "" : message;
        new Faults().unless(enabled != null, "enabled", "must be given")
                .unless(message.codePointCount(0, message.length()) <= MAX_MESSAGE, "message",
                        "must be at most " + MAX_MESSAGE + " characters")
                .unless(message.codePoints().allMatch(MaintenanceChange::mayStandOnALine), "message",
                        "must be one line, without control characters")
                .unless(retryAfterSeconds == null || retryAfterSeconds >= 0 && retryAfterSeconds <= MAX_RETRY_AFTER_SECONDS,
                        "retryAfterSeconds", "must be from 0 to " + MAX_RETRY_AFTER_SECONDS + ", or null")
                .raise();
    }

    /** Clients show what they are sent on a terminal; half a surrogate pair cannot be sent at all. */
    private static boolean mayStandOnALine(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }
}
