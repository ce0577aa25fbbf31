package io.drawbridge.admin.groups;

import java.util.List;

import io.drawbridge.database.AccountGroupRow;

/**
 * All groups, by name.
 *
 * @param total the number of items
 */
public record GroupsView(List<GroupView> items, int total) {

    static GroupsView of(List<AccountGroupRow> rows) {
        return new GroupsView(rows.stream().map(GroupView::of).toList(), rows.size());
    }
}
