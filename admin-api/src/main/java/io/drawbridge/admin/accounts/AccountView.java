package io.drawbridge.admin.accounts;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.database.AccountRow;

/** An account as the client reads it: all but the password. */
public record AccountView(@Schema(examples = "alice") String name,
        @Schema(description = "Folder below the homes directory.", examples = "team/alice") String home,
        @Schema(description = "Whether it may log in.") boolean enabled,
        @Schema(nullable = true, description = "Name of its group.", examples = "partners") String group,
        Instant createdAt, Instant changedAt) {

    static AccountView of(AccountRow row) {
        return new AccountView(row.name, row.home, row.enabled, row.groupName, row.createdAt, row.changedAt);
    }
}
