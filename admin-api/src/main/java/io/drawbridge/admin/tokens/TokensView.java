package io.drawbridge.admin.tokens;

import java.util.List;

import io.drawbridge.database.ApiTokenRow;

/**
 * Tokens, by name.
 *
 * @param total the number of items
 */
public record TokensView(List<TokenView> items, int total) {

    static TokensView of(List<ApiTokenRow> rows) {
        return new TokensView(rows.stream().map(TokenView::of).toList(), rows.size());
    }
}
