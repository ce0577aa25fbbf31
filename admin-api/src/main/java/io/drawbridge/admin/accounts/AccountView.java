package io.drawbridge.admin.accounts;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Rights;
import io.drawbridge.database.AccountRow;

/** An account as the client reads it: all but the password. */
public record AccountView(@Schema(examples = "alice") String name,
        @Schema(description = "Folder below the homes directory.", examples = "team/alice") String home,
        @Schema(description = "Whether it may log in.") boolean enabled,
        @Schema(description = "Whether it may do nothing in clear.") boolean tlsRequired,
        @Schema(description = "SHA-256 fingerprints, in small digits without colons, of the TLS certificates that it logs in with; where there are some, a password does not count.") List<String> certificates,
        @Schema(nullable = true, description = "Name of its group.", examples = "partners") String group,
        @Schema(nullable = true, description = Rights.PERMISSIONS_OF_ACCOUNT, examples = "[\"list\", \"download\"]") List<String> permissions,
        @Schema(nullable = true, description = Rights.NETWORKS_OF_ACCOUNT, examples = "[\"192.0.2.0/24\"]") List<String> allowedNetworks,
        @Schema(nullable = true, description = "From then on it may not log in, and its sessions end; null: never.") Instant expiresAt,
        Instant createdAt, Instant changedAt) implements Editable {

    static AccountView of(AccountRow row) {
        return new AccountView(row.name, row.home, row.enabled, row.tlsRequired, row.certificates, row.groupName,
                row.permissions, row.allowedNetworks, row.expiresAt, row.createdAt, row.changedAt);
    }
}
