package io.drawbridge.admin.access;

import java.util.List;

import io.drawbridge.database.AccessRuleRow;

/**
 * All rules of access, by network.
 *
 * @param total the number of items
 */
public record AccessListView(List<AccessView> items, int total) {

    static AccessListView of(List<AccessRuleRow> rows) {
        return new AccessListView(rows.stream().map(AccessView::of).toList(), rows.size());
    }
}
