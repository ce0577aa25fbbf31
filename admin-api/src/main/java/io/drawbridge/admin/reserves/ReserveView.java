package io.drawbridge.admin.reserves;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.database.ReserveRow;

/** A reserve as the client reads it. */
// @formatter:off
public record ReserveView(
        @Schema(examples = "operators")
        String name,
        @Schema(description = "How many places are kept.", examples = "2")
        int sessions,
        @Schema(description = "Whoever comes from one of these may take one.", examples = "[\"192.0.2.0/24\"]")
        List<String> networks,
        @Schema(description = "Whoever logs in as one of these may take one.", examples = "[\"alice\"]")
        List<String> accounts,
        @Schema(description = "Grows by one with each change.")
        long version,
        @Schema(description = "Name of the administrator.", examples = "admin")
        String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static ReserveView of(ReserveRow row) {
        return new ReserveView(row.name, row.sessions, row.networks, row.accounts, row.version, row.changedBy, row.changedAt);
    }
}
