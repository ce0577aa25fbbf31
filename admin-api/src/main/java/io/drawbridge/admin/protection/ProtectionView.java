package io.drawbridge.admin.protection;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.database.ProtectionRow;

/** The protection as the client reads it. */
// @formatter:off
public record ProtectionView(
        @Schema(description = "Whether offences are counted.") boolean enabled,
        @Schema(description = "The score from which on an address is banned.") int threshold,
        @Schema(description = "In which a score halves.") int halfLifeSeconds,
        @Schema(description = "Of the first ban; each in a row is twice as long as the one before.") int banSeconds,
        @Schema(description = "The longest ban.") int maxBanSeconds,
        @Schema(description = "Points of a failed login.") int failedLogin,
        @Schema(description = "Points of a line that is no command.") int badCommand,
        @Schema(description = "Points of a connection to the data port of someone else.") int dataPortStranger,
        @Schema(description = "Points of a connection that is turned away.") int refusal,
        @Schema(description = "Grows by one with each change.") long version,
        @Schema(description = "Name of the administrator.", examples = "admin") String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static ProtectionView of(ProtectionRow row) {
        return new ProtectionView(row.enabled, row.threshold, row.halfLifeSeconds, row.banSeconds, row.maxBanSeconds,
                row.failedLogin, row.badCommand, row.dataPortStranger, row.refusal, row.version, row.changedBy, row.changedAt);
    }
}
