package io.drawbridge.admin.maintenance;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.database.MaintenanceRow;

/** The maintenance flag as the client reads it. */
// @formatter:off
public record MaintenanceView(
        @Schema(description = "Whether newcomers are refused.")
        boolean enabled,
        @Schema(description = "What they read in their 421; may be empty.", examples = "Back at 14:00 UTC")
        String message,
        @Schema(nullable = true, description = "When to come back, in seconds; null: the server's own hint.", examples = "1800")
        Integer retryAfterSeconds,
        @Schema(description = "Grows by one with each change.")
        long version,
        @Schema(description = "Name of the administrator.", examples = "admin")
        String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static MaintenanceView of(MaintenanceRow row) {
        return new MaintenanceView(row.enabled, row.message, row.retryAfterSeconds, row.version, row.changedBy,
                row.changedAt);
    }
}
