package io.drawbridge.admin.groups;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Rights;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.AccountGroupRow;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What an administrator may change of a group.
 *
 * @param permissions null: all
 * @param allowedNetworks null: from everywhere
 */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
record GroupChange(
        @Schema(nullable = true, maxItems = Rights.MOST_PERMISSIONS, description = Rights.PERMISSIONS_OF_GROUP, examples = "[\"list\", \"download\"]") List<String> permissions,
        @Schema(nullable = true, maxItems = Rights.MOST_NETWORKS, description = Rights.NETWORKS_OF_GROUP, examples = "[\"192.0.2.0/24\"]") List<String> allowedNetworks) {

    GroupChange {
        Faults faults = new Faults();
        permissions = Rights.permissions(permissions, faults);
        allowedNetworks = Rights.networks(allowedNetworks, faults);
        faults.raise();
    }

    static GroupChange of(AccountGroupRow row) {
        return new GroupChange(row.permissions, row.allowedNetworks);
    }
}
