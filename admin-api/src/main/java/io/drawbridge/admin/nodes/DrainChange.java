package io.drawbridge.admin.nodes;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;
import io.drawbridge.maintenance.Template;

/**
 * How an administrator takes a node out of service.
 *
 * @param drainSeconds null: transfers may go on until they end
 * @param message empty unless given
 */
// @formatter:off
public record DrainChange(
        @Schema(nullable = true, minimum = "0", maximum = "" + DrainChange.MAX_SECONDS, examples = "600",
                description = "How long transfers may go on; null: until they end.")
        Integer drainSeconds,
        @Schema(maxLength = Template.MAX_LENGTH, defaultValue = "", examples = "new disks",
                description = "What clients read in their 421, on one line.")
        String message) {
    // @formatter:on
    /** A week. */
    static final int MAX_SECONDS = 7 * 24 * 60 * 60;

    public DrainChange {
        message = message == null ? "" : message;
        Faults faults = new Faults();
        faults.unless(drainSeconds == null || drainSeconds >= 0 && drainSeconds <= MAX_SECONDS, "drainSeconds",
                "must be from 0 to " + MAX_SECONDS + ", or null");
        Template.checkLine(message).ifPresent(rule -> faults.unless(false, "message", rule));
        faults.raise();
    }
}
