package io.drawbridge.admin.limits;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Word;
import io.drawbridge.database.LimitsRow;

/** The limits as the client reads them: null is no limit, 0 is nobody. */
// @formatter:off
public record LimitsView(
        @Schema(nullable = true, description = "Sessions in the cluster; null: no limit.", examples = "100")
        Integer maxSessions,
        @Schema(nullable = true, description = "Sessions from one address; null: no limit.", examples = "10")
        Integer maxSessionsPerAddress,
        @Schema(nullable = true, description = "Sessions of one account; null: no limit.", examples = "10")
        Integer maxSessionsPerAccount,
        @Schema(nullable = true, description = "Connections to the cluster; null: no limit.", examples = "6000")
        Integer connectionsPerMinute,
        @Schema(nullable = true, description = "Connections from one address; null: no limit.", examples = "60")
        Integer connectionsPerMinutePerAddress,
        @Schema(nullable = true, description = "Logins of one account; null: no limit.", examples = "60")
        Integer connectionsPerMinutePerAccount,
        @Schema(enumeration = { "none", "oldest", "idle" }, description = "Who must go when a limit is below what is held.")
        String evict,
        @Schema(description = "Grows by one with each change.")
        long version,
        @Schema(description = "Name of the administrator.", examples = "admin")
        String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static LimitsView of(LimitsRow row) {
        return new LimitsView(row.maxSessions, row.maxSessionsPerAddress, row.maxSessionsPerAccount,
                row.connectionsPerMinute, row.connectionsPerMinutePerAddress, row.connectionsPerMinutePerAccount,
                Word.of(row.evict), row.version,
                row.changedBy, row.changedAt);
    }
}
