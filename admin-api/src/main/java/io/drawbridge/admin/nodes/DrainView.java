package io.drawbridge.admin.nodes;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.database.NodeDrainRow;

/** How a node is taken out of service, as the client reads it. */
// @formatter:off
public record DrainView(
        @Schema(description = "Name of the node.", examples = "ftp-0")
        String node,
        @Schema(description = "Since when it takes no new sessions.")
        Instant since,
        @Schema(nullable = true, description = "How long transfers may go on since then; null: until they end.", examples = "600")
        Integer drainSeconds,
        @Schema(description = "What clients read in their 421; may be empty.", examples = "new disks")
        String message,
        @Schema(description = "Grows by one with each change.")
        long version,
        @Schema(description = "Name of the administrator.", examples = "admin")
        String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static DrainView of(NodeDrainRow row) {
        return new DrainView(row.name, row.since, row.drainSeconds, row.message, row.version, row.changedBy, row.changedAt);
    }
}
