package io.drawbridge.admin.reserves;

import java.util.List;

import io.drawbridge.database.ReserveRow;

/**
 * All reserves, by name.
 *
 * @param total the number of items
 */
public record ReservesView(List<ReserveView> items, int total) {

    static ReservesView of(List<ReserveRow> rows) {
        return new ReservesView(rows.stream().map(ReserveView::of).toList(), rows.size());
    }
}
