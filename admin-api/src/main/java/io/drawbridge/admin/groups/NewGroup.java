package io.drawbridge.admin.groups;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Rights;
import io.drawbridge.admin.problem.Faults;

/**
 * A group to be made.
 *
 * @param name not null
 * @param permissions null: all
 * @param allowedNetworks null: from everywhere
 */
public record NewGroup(@Schema(required = true, pattern = Name.PATTERN, examples = "partners") String name,
        @Schema(nullable = true, maxItems = Rights.MOST_PERMISSIONS, description = Rights.PERMISSIONS_OF_GROUP, examples = "[\"list\", \"download\"]") List<String> permissions,
        @Schema(nullable = true, maxItems = Rights.MOST_NETWORKS, description = Rights.NETWORKS_OF_GROUP, examples = "[\"192.0.2.0/24\"]") List<String> allowedNetworks) {

    public NewGroup {
        Faults faults = new Faults().unless(Name.isChosen(name), "name", Name.RULE);
        permissions = Rights.permissions(permissions, faults);
        allowedNetworks = Rights.networks(allowedNetworks, faults);
        faults.raise();
    }
}
