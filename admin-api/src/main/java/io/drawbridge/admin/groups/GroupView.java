package io.drawbridge.admin.groups;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Rights;
import io.drawbridge.database.AccountGroupRow;

/** A group as the client reads it. */
public record GroupView(@Schema(examples = "partners") String name,
        @Schema(nullable = true, description = Rights.PERMISSIONS_OF_GROUP, examples = "[\"list\", \"download\"]") List<String> permissions,
        @Schema(nullable = true, description = Rights.NETWORKS_OF_GROUP, examples = "[\"192.0.2.0/24\"]") List<String> allowedNetworks,
        Instant createdAt) implements Editable {

    static GroupView of(AccountGroupRow row) {
        return new GroupView(row.name, row.permissions, row.allowedNetworks, row.createdAt);
    }
}
