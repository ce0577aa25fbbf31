package io.drawbridge.admin.accounts;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Accounts, by name.
 *
 * @param total how many there are, on all pages
 */
public record AccountsView(List<AccountView> items, long total,
        @Schema(nullable = true, description = "To give as `after` for the next page; null: this is the last one.", examples = "maria") String next) {
}
