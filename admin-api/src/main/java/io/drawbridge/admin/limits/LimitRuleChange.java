package io.drawbridge.admin.limits;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.Evict;
import io.drawbridge.database.LimitRuleRow;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an administrator may change of a limit rule: null is no limit, 0 is nobody. */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
// @formatter:off
record LimitRuleChange(
        @Schema(nullable = true, minimum = "0", description = "Null: no limit.", examples = "20")
        Integer maxSessions,
        @Schema(nullable = true, minimum = "1", description = "Null: no limit.", examples = "60")
        Integer connectionsPerMinute,
        @Schema(enumeration = { "none", "oldest", "idle" }, description = "Who must go when the limit is below what is held.")
        String evict) {
    // @formatter:on

    LimitRuleChange {
        Faults faults = new Faults();
        check(maxSessions, connectionsPerMinute, evict, faults);
        faults.raise();
    }

    static LimitRuleChange of(LimitRuleRow row) {
        return new LimitRuleChange(row.maxSessions, row.connectionsPerMinute, Word.of(row.evict));
    }

    static void check(Integer maxSessions, Integer connectionsPerMinute, String evict, Faults faults) {
        faults.unless(LimitsChange.isLimit(maxSessions), "maxSessions", LimitsChange.SESSIONS_RULE)
                .unless(LimitsChange.isRate(connectionsPerMinute), "connectionsPerMinute", LimitsChange.RATE_RULE);
        Word.read(evict, Evict.class, "evict", faults);
    }
}
