package io.drawbridge.admin.sessions;

import java.util.List;

import io.drawbridge.database.SessionRow;

/**
 * The live sessions, oldest first.
 *
 * @param total the number of items
 */
public record SessionsView(List<SessionView> items, int total) {

    static SessionsView of(List<SessionRow> rows) {
        return new SessionsView(rows.stream().map(SessionView::of).toList(), rows.size());
    }
}
