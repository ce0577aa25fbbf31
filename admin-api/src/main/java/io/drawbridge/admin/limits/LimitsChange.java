package io.drawbridge.admin.limits;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.LimitsRow;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an administrator may set: null is no limit, 0 is nobody. */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
// @formatter:off
record LimitsChange(
        @Schema(nullable = true, minimum = "0", description = "Sessions in the cluster; null: no limit.", examples = "100")
        Integer maxSessions,
        @Schema(nullable = true, minimum = "0", description = "Sessions from one address; null: no limit.", examples = "10")
        Integer maxSessionsPerAddress,
        @Schema(nullable = true, minimum = "0", description = "Sessions of one account; null: no limit.", examples = "10")
        Integer maxSessionsPerAccount) {
    // @formatter:on
    private static final String RULE = "must be 0 or more, or null for no limit";

    LimitsChange {
        new Faults().unless(isLimit(maxSessions), "maxSessions", RULE)
                .unless(isLimit(maxSessionsPerAddress), "maxSessionsPerAddress", RULE)
                .unless(isLimit(maxSessionsPerAccount), "maxSessionsPerAccount", RULE)
                .raise();
    }

    static LimitsChange of(LimitsRow row) {
        return new LimitsChange(row.maxSessions, row.maxSessionsPerAddress, row.maxSessionsPerAccount);
    }

    private static boolean isLimit(Integer value) {
        return value == null || value >= 0;
    }
}
