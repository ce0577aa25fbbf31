package io.drawbridge.admin.protection;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.ProtectionRow;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an administrator may set; nothing is null. */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
// @formatter:off
record ProtectionChange(
        @Schema(description = "Whether offences are counted.")
        Boolean enabled,
        @Schema(minimum = "1", maximum = "" + ProtectionChange.MAX_THRESHOLD, description = "The score from which on an address is banned.")
        Integer threshold,
        @Schema(minimum = "1", maximum = "" + ProtectionChange.MAX_HALF_LIFE_SECONDS, description = "In which a score halves.")
        Integer halfLifeSeconds,
        @Schema(minimum = "1", maximum = "" + ProtectionChange.MAX_BAN_SECONDS,
                description = "Of the first ban; each in a row is twice as long as the one before.")
        Integer banSeconds,
        @Schema(minimum = "1", maximum = "" + ProtectionChange.MAX_BAN_SECONDS, description = "The longest ban.")
        Integer maxBanSeconds,
        @Schema(minimum = "0", maximum = "" + ProtectionChange.MAX_POINTS, description = "Points of a failed login.")
        Integer failedLogin,
        @Schema(minimum = "0", maximum = "" + ProtectionChange.MAX_POINTS, description = "Points of a line that is no command.")
        Integer badCommand,
        @Schema(minimum = "0", maximum = "" + ProtectionChange.MAX_POINTS,
                description = "Points of a connection to the data port of someone else.")
        Integer dataPortStranger,
        @Schema(minimum = "0", maximum = "" + ProtectionChange.MAX_POINTS, description = "Points of a connection that is turned away.")
        Integer refusal) {
    // @formatter:on
    static final int MAX_THRESHOLD = 1_000_000;
    static final int MAX_POINTS = 1000;
    /** A week. */
    static final int MAX_HALF_LIFE_SECONDS = 7 * 24 * 60 * 60;
    /** A year. */
    static final int MAX_BAN_SECONDS = 365 * 24 * 60 * 60;

    ProtectionChange {
        Faults faults = new Faults();
        within(1, threshold, MAX_THRESHOLD, "threshold", faults);
        within(1, halfLifeSeconds, MAX_HALF_LIFE_SECONDS, "halfLifeSeconds", faults);
        within(1, banSeconds, MAX_BAN_SECONDS, "banSeconds", faults);
        within(1, maxBanSeconds, MAX_BAN_SECONDS, "maxBanSeconds", faults);
        within(0, failedLogin, MAX_POINTS, "failedLogin", faults);
        within(0, badCommand, MAX_POINTS, "badCommand", faults);
        within(0, dataPortStranger, MAX_POINTS, "dataPortStranger", faults);
        within(0, refusal, MAX_POINTS, "refusal", faults);
        faults.raise();
        faults.unless(maxBanSeconds >= banSeconds, "maxBanSeconds", "must be banSeconds (" + banSeconds + ") or more").raise();
    }

    static ProtectionChange of(ProtectionRow row) {
        return new ProtectionChange(row.enabled, row.threshold, row.halfLifeSeconds, row.banSeconds, row.maxBanSeconds,
                row.failedLogin, row.badCommand, row.dataPortStranger, row.refusal);
    }

    void writeTo(ProtectionRow row) {
        row.enabled = enabled;
        row.threshold = threshold;
        row.halfLifeSeconds = halfLifeSeconds;
        row.banSeconds = banSeconds;
        row.maxBanSeconds = maxBanSeconds;
        row.failedLogin = failedLogin;
        row.badCommand = badCommand;
        row.dataPortStranger = dataPortStranger;
        row.refusal = refusal;
    }

    private static void within(int least, Integer value, int most, String field, Faults faults) {
        faults.unless(value != null && value >= least && value <= most, field, "must be from " + least + " to " + most);
    }
}
