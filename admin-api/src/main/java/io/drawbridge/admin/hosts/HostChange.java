package io.drawbridge.admin.hosts;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.VirtualHostRow;
import io.drawbridge.maintenance.Template;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What an administrator may change of a virtual host.
 *
 * @param banner one line; not null
 */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
record HostChange(
        @Schema(maxLength = Template.MAX_LENGTH, description = HostChange.BANNER, examples = "Files of Example Inc.") String banner) {
    static final String BANNER = "What its clients read behind 220 when they have said HOST; one line, empty: its name.";

    HostChange {
        Faults faults = new Faults();
        checkBanner(banner, faults);
        faults.raise();
    }

    static HostChange of(VirtualHostRow row) {
        return new HostChange(row.banner);
    }

    /** @param banner null is a fault */
    static void checkBanner(String banner, Faults faults) {
        faults.unless(banner != null, "banner", "must be a string");
        if (banner != null) {
            Template.checkLine(banner).ifPresent(rule -> faults.unless(false, "banner", rule));
        }
    }
}
