package io.drawbridge.admin.accounts;

import java.util.List;

import io.drawbridge.database.AccountRow;

/**
 * All accounts, by name.
 *
 * @param total the number of items
 */
public record AccountsView(List<AccountView> items, int total) {

    static AccountsView of(List<AccountRow> rows) {
        return new AccountsView(rows.stream().map(AccountView::of).toList(), rows.size());
    }
}
