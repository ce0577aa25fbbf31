package io.drawbridge.admin.bans;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.maintenance.Template;

/**
 * A ban to be made.
 *
 * @param network in its one form, not null
 * @param seconds how long, not null
 * @param reason empty unless given
 */
// @formatter:off
public record NewBan(
        @Schema(required = true, maxLength = Network.MAX_LENGTH, description = "A network, or an address.", examples = "192.0.2.0/24") String network,
        @Schema(required = true, minimum = "1", maximum = "" + NewBan.MAX_SECONDS, description = "How long, in seconds.",
                examples = "3600")
        Integer seconds,
        @Schema(maxLength = Template.MAX_LENGTH, defaultValue = "", description = "For administrators, on one line.",
                examples = "guesses passwords")
        String reason) {
    // @formatter:on
    /** A year. */
    static final int MAX_SECONDS = 365 * 24 * 60 * 60;

    public NewBan {
        reason = reason == null ? "" : reason;
        Faults faults = new Faults();
        faults.unless(network != null, "network", Network.RULE);
        network = Network.canonical(network, "network", faults);
        faults.unless(seconds != null && seconds >= 1 && seconds <= MAX_SECONDS, "seconds", "must be from 1 to " + MAX_SECONDS);
        Template.checkLine(reason).ifPresent(rule -> faults.unless(false, "reason", rule));
        faults.raise();
    }
}
