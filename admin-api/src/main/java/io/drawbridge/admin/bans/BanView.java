package io.drawbridge.admin.bans;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.database.BanRow;

/** A ban as the client reads it. */
// @formatter:off
public record BanView(
        @Schema(examples = "192.0.2.7/32") String network,
        Instant since,
        Instant until,
        @Schema(description = "How often in a row; each ban by protection is twice as long as the one before.") int times,
        @Schema(description = "The offences, or an administrator's words; may be empty.", examples = "failed login") String reason,
        @Schema(description = "Name of the administrator, or protection.", examples = "protection") String bannedBy) {
    // @formatter:on

    static BanView of(BanRow row) {
        return new BanView(row.network, row.since, row.until, row.times, row.reason, row.bannedBy);
    }
}
