package io.drawbridge.admin.administrators;

import java.util.List;

import io.drawbridge.database.AdministratorRow;

/**
 * All administrators, by name.
 *
 * @param total the number of items
 */
public record AdministratorsView(List<AdministratorView> items, int total) {

    static AdministratorsView of(List<AdministratorRow> rows) {
        return new AdministratorsView(rows.stream().map(AdministratorView::of).toList(), rows.size());
    }
}
