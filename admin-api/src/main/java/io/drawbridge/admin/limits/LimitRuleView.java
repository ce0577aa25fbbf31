package io.drawbridge.admin.limits;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Word;
import io.drawbridge.database.LimitRuleRow;

/** A limit rule as the client reads it: null is no limit, 0 is nobody. */
// @formatter:off
public record LimitRuleView(
        @Schema(examples = "partners-pool")
        String name,
        @Schema(enumeration = { "listener", "host", "node", "network", "address", "account", "group" },
                description = "What is counted together.")
        String scope,
        @Schema(nullable = true, examples = "partners",
                description = "The listener, host, node, account or group that it is for; null: each of them that no other rule is for.")
        String subject,
        @Schema(nullable = true, examples = "192.0.2.0/24", description = "Scope network: all of its addresses together; null:"
                + " each /24 of IPv4 and each /48 of IPv6 that no other rule is for. Scope address: each of its addresses, of IPv6 each /64.")
        String network,
        @Schema(nullable = true, examples = "partners", description = "Scope account: each account of this group.")
        String membersOf,
        @Schema(nullable = true, description = "Null: no limit.", examples = "20")
        Integer maxSessions,
        @Schema(nullable = true, description = "Null: no limit.", examples = "60")
        Integer connectionsPerMinute,
        @Schema(enumeration = { "none", "oldest", "idle" }, description = "Who must go when the limit is below what is held.")
        String evict,
        @Schema(description = "Grows by one with each change.")
        long version,
        @Schema(description = "Name of the administrator.", examples = "admin")
        String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static LimitRuleView of(LimitRuleRow row) {
        return new LimitRuleView(row.name, Word.of(row.scope), row.subject, row.network, row.membersOf, row.maxSessions,
                row.connectionsPerMinute, Word.of(row.evict), row.version, row.changedBy, row.changedAt);
    }
}
