package io.drawbridge.admin.hosts;

import java.util.List;

import io.drawbridge.database.VirtualHostRow;

/**
 * All virtual hosts, by name.
 *
 * @param total the number of items
 */
public record HostsView(List<HostView> items, int total) {

    static HostsView of(List<VirtualHostRow> rows) {
        return new HostsView(rows.stream().map(HostView::of).toList(), rows.size());
    }
}
