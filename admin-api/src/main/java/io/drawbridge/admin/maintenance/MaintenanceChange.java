package io.drawbridge.admin.maintenance;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;
import io.drawbridge.maintenance.Template;

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
        @Schema(maxLength = Template.MAX_LENGTH, defaultValue = "", examples = "Back at 14:00 UTC",
                description = "What they read in their 421, on one line.")
        String message,
        @Schema(nullable = true, minimum = "0", maximum = "" + MaintenanceChange.MAX_RETRY_AFTER_SECONDS, examples = "1800",
                description = "When to come back, in seconds; null: the server's own hint.")
        Integer retryAfterSeconds) {
    // @formatter:on
    /** A week. */
    static final int MAX_RETRY_AFTER_SECONDS = 7 * 24 * 60 * 60;

    public MaintenanceChange {
        message = message == null ? "" : message;
        Faults faults = new Faults();
        faults.unless(enabled != null, "enabled", "must be given")
                .unless(retryAfterSeconds == null || retryAfterSeconds >= 0 && retryAfterSeconds <= MAX_RETRY_AFTER_SECONDS,
                        "retryAfterSeconds", "must be from 0 to " + MAX_RETRY_AFTER_SECONDS + ", or null");
        Template.checkLine(message).ifPresent(rule -> faults.unless(false, "message", rule));
        faults.raise();
    }
}
