package io.drawbridge.admin.limits;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.Evict;
import io.drawbridge.database.LimitRuleRow.Scope;

/**
 * A limit rule to be made.
 *
 * @param name not null
 * @param scope not null
 * @param subject null for each
 * @param network in its one form; null for each, or a scope without networks
 * @param membersOf null for another target
 * @param maxSessions null for no limit
 * @param connectionsPerMinute null for no limit
 * @param evict none unless given
 */
// @formatter:off
public record NewLimitRule(
        @Schema(required = true, pattern = Name.PATTERN, examples = "partners-pool")
        String name,
        @Schema(required = true, enumeration = { "listener", "host", "node", "network", "address", "account", "group" },
                description = "What is counted together.")
        String scope,
        @Schema(nullable = true, maxLength = 255, examples = "partners",
                description = "The listener, host, node, account or group that it is for; null: each of them that no other rule is for.")
        String subject,
        @Schema(nullable = true, maxLength = Network.MAX_LENGTH, examples = "192.0.2.0/24", description = "Scope network: all of its addresses together; null:"
                + " each /24 of IPv4 and each /48 of IPv6 that no other rule is for. Scope address: each of its addresses, of IPv6 each /64.")
        String network,
        @Schema(nullable = true, pattern = Name.PATTERN, examples = "partners", description = "Scope account: each account of this group.")
        String membersOf,
        @Schema(nullable = true, minimum = "0", description = "Null: no limit.", examples = "20")
        Integer maxSessions,
        @Schema(nullable = true, minimum = "1", description = "Null: no limit.", examples = "60")
        Integer connectionsPerMinute,
        @Schema(enumeration = { "none", "oldest", "idle" }, defaultValue = "none",
                description = "Who must go when the limit is below what is held.")
        String evict) {
    // @formatter:on

    public NewLimitRule {
        evict = evict == null ? Word.of(Evict.NONE) : evict;
        Faults faults = new Faults().unless(Name.isChosen(name), "name", Name.RULE);
        Scope meant = Word.read(scope, Scope.class, "scope", faults);
        if (meant != null) {
            faults.unless(subject == null || subject(meant, subject), "subject", subjectRule(meant))
                    .unless(network == null || meant == Scope.NETWORK || meant == Scope.ADDRESS, "network",
                            "is only for the scopes network and address")
                    .unless(network != null || meant != Scope.ADDRESS, "network",
                            "must be given: the limits per address are for all others")
                    .unless(membersOf == null || meant == Scope.ACCOUNT, "membersOf", "is only for the scope account")
                    .unless(meant != Scope.ACCOUNT || subject == null != (membersOf == null), "subject",
                            "or membersOf must be given, and not both: the limits per account are for all others");
        }
        network = Network.canonical(network, "network", faults);
        faults.unless(meant != Scope.ADDRESS || network == null || !Network.isNarrowerThanOneAddress(network), "network",
                "must not be narrower than a /64: of IPv6 that is what counts as one address");
        faults.unless(membersOf == null || Name.isChosen(membersOf), "membersOf", Name.RULE);
        LimitRuleChange.check(maxSessions, connectionsPerMinute, evict, faults);
        faults.raise();
    }

    private static boolean subject(Scope scope, String subject) {
        return switch (scope) {
            case LISTENER, GROUP -> Name.isChosen(subject);
            case HOST -> Name.isHost(subject);
            case NODE -> Name.isNode(subject);
            case ACCOUNT -> AccountRules.isName(subject);
            case NETWORK, ADDRESS -> false;
        };
    }

    private static String subjectRule(Scope scope) {
        return switch (scope) {
            case LISTENER, GROUP -> Name.RULE;
            case HOST -> Name.HOST_RULE;
            case NODE -> Name.NODE_RULE;
            case ACCOUNT -> "must be " + AccountRules.NAME_RULE;
            case NETWORK, ADDRESS -> "is not for this scope: it has a network";
        };
    }
}
