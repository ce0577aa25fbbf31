package io.drawbridge.admin.nodes;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.database.NodeRow;

/** A live node as the client reads it. */
public record NodeView(@Schema(examples = "ftp-0") String name,
        @Schema(description = "When it was started.") Instant startedAt,
        @Schema(description = "When it counts as dead unless it renews this, which it does each second.") Instant leaseUntil,
        @Schema(description = "When it was heard last.") Instant heardAt,
        @Schema(description = "Whether it is drained, and so takes no new sessions.") boolean draining,
        @Schema(description = "How many it holds.", examples = "17") long sessions,
        @Schema(description = "How many clients wait there for a place.", examples = "0") int waiting,
        @Schema(description = "What it runs.", examples = "42") long configurationVersion) {

    static NodeView of(NodeRow.Held held) {
        NodeRow row = held.node();
        return new NodeView(row.name, row.startedAt, row.leaseUntil, row.heardAt, held.draining(), held.sessions(), row.waiting,
                row.configurationVersion);
    }
}
