package io.drawbridge.admin.nodes;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.database.NodeRow;

/**
 * The live nodes, by name.
 *
 * @param total the number of items
 */
public record NodesView(
        @Schema(description = "Grows with each change that an operator makes.", examples = "42") long configurationVersion,
        @Schema(description = "On how many nodes the last change has arrived.") Applied applied, List<NodeView> items,
        int total) {

    /** On how many nodes the last change has arrived. */
    public record Applied(@Schema(description = "That run the configuration of now.", examples = "3") int nodes,
            @Schema(description = "That are alive.", examples = "3") int of) {
    }

    static NodesView of(long configurationVersion, List<NodeRow.Held> live) {
        List<NodeView> items = live.stream().map(NodeView::of).toList();
        int applied = (int) items.stream().filter(node -> node.configurationVersion() >= configurationVersion).count();
        return new NodesView(configurationVersion, new Applied(applied, items.size()), items, items.size());
    }
}
