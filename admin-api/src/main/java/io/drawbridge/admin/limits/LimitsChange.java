package io.drawbridge.admin.limits;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.Evict;
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
        Integer maxSessionsPerAccount,
        @Schema(nullable = true, minimum = "1", description = "Connections to the cluster; null: no limit.", examples = "6000")
        Integer connectionsPerMinute,
        @Schema(nullable = true, minimum = "1", description = "Connections from one address; null: no limit.", examples = "60")
        Integer connectionsPerMinutePerAddress,
        @Schema(nullable = true, minimum = "1", description = "Logins of one account; null: no limit.", examples = "60")
        Integer connectionsPerMinutePerAccount,
        @Schema(enumeration = { "none", "oldest", "idle" }, description = "Who must go when a limit is below what is held.")
        String evict) {
    // @formatter:on
    static final String SESSIONS_RULE = "must be 0 or more, or null for no limit";
    static final String RATE_RULE = "must be 1 or more, or null for no limit";

    LimitsChange {
        Faults faults = new Faults().unless(isLimit(maxSessions), "maxSessions", SESSIONS_RULE)
                .unless(isLimit(maxSessionsPerAddress), "maxSessionsPerAddress", SESSIONS_RULE)
                .unless(isLimit(maxSessionsPerAccount), "maxSessionsPerAccount", SESSIONS_RULE)
                .unless(isRate(connectionsPerMinute), "connectionsPerMinute", RATE_RULE)
                .unless(isRate(connectionsPerMinutePerAddress), "connectionsPerMinutePerAddress", RATE_RULE)
                .unless(isRate(connectionsPerMinutePerAccount), "connectionsPerMinutePerAccount", RATE_RULE);
        Word.read(evict, Evict.class, "evict", faults);
        faults.raise();
    }

    static LimitsChange of(LimitsRow row) {
        return new LimitsChange(row.maxSessions, row.maxSessionsPerAddress, row.maxSessionsPerAccount,
                row.connectionsPerMinute, row.connectionsPerMinutePerAddress, row.connectionsPerMinutePerAccount,
                Word.of(row.evict));
    }

    void make(LimitsRow row) {
        row.maxSessions = maxSessions;
        row.maxSessionsPerAddress = maxSessionsPerAddress;
        row.maxSessionsPerAccount = maxSessionsPerAccount;
        row.connectionsPerMinute = connectionsPerMinute;
        row.connectionsPerMinutePerAddress = connectionsPerMinutePerAddress;
        row.connectionsPerMinutePerAccount = connectionsPerMinutePerAccount;
        row.evict = Word.meant(evict, Evict.class);
    }

    static boolean isLimit(Integer sessions) {
        return sessions == null || sessions >= 0;
    }

    static boolean isRate(Integer connections) {
        return connections == null || connections >= 1;
    }
}
