package io.drawbridge.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Those of the cluster's own. */
@Command(name = "limits", description = "How many come in.")
public final class LimitCommands {
    private static final String PATH = "/limits";
    private static final String LIMIT = "A number, or none for no limit.";

    private final Shell shell;

    public LimitCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "show", description = "Show the limits.")
    void show() {
        shell.show(shell.api().get(PATH));
    }

    @Command(name = "set", description = "Change limits: those that are given; the rest stays. They hold from the next connection on.")
    void set(
            @Option(names = "--max-sessions", paramLabel = "N", description = "Sessions in the cluster. "
                    + LIMIT) String sessions,
            @Option(names = "--max-sessions-per-address", paramLabel = "N", description = LIMIT) String perAddress,
            @Option(names = "--max-sessions-per-account", paramLabel = "N", description = LIMIT) String perAccount,
            @Option(names = "--connections-per-minute", paramLabel = "N", description = LIMIT) String rate,
            @Option(names = "--connections-per-minute-per-address", paramLabel = "N", description = LIMIT) String ratePerAddress,
            @Option(names = "--connections-per-minute-per-account", paramLabel = "N", description = LIMIT) String ratePerAccount,
            @Option(names = "--evict", paramLabel = "WHO", completionCandidates = Words.Evict.class, description = "Who must go when a limit is below what is held: none, oldest or idle.") String evict,
            @Mixin Why why) {
        ObjectNode patch = Api.object();
        Shell.putLimit(patch, "maxSessions", "--max-sessions", sessions);
        Shell.putLimit(patch, "maxSessionsPerAddress", "--max-sessions-per-address", perAddress);
        Shell.putLimit(patch, "maxSessionsPerAccount", "--max-sessions-per-account", perAccount);
        Shell.putLimit(patch, "connectionsPerMinute", "--connections-per-minute", rate);
        Shell.putLimit(patch, "connectionsPerMinutePerAddress", "--connections-per-minute-per-address", ratePerAddress);
        Shell.putLimit(patch, "connectionsPerMinutePerAccount", "--connections-per-minute-per-account", ratePerAccount);
        Shell.put(patch, "evict", evict);
        Shell.notEmpty(patch);
        shell.changed(shell.api().patch(PATH, why.query(), patch), patch);
    }

    /** Those for a part of the world. */
    @Command(name = "rules", description = "Limits for a part of the world.")
    public static final class RuleCommands {
        private static final String RULES = PATH + "/rules";

        private final Shell shell;

        public RuleCommands(Shell shell) {
            this.shell = shell;
        }

        @Command(name = "ls", description = "List the rules.")
        void ls() {
            shell.list(shell.api().get(RULES), new Table().column("NAME", "name").column("SCOPE", "scope")
                    .column("FOR", rule -> Table.value(rule.path("subject")) + Table.value(rule.path("network"))
                            + (rule.path("membersOf").isTextual() ? "members of " + rule.path("membersOf").asText() : ""))
                    .column("SESSIONS", "maxSessions").column("PER MINUTE", "connectionsPerMinute").column("EVICT", "evict"));
        }

        @Command(name = "add", description = "Make a rule. Without any limit it is an exception.")
        void add(@Parameters(paramLabel = "NAME", description = "1 to 64 of a to z, 0 to 9 and -.") String name,
                @Option(names = "--scope", required = true, paramLabel = "SCOPE", completionCandidates = Words.RuleScopes.class, description = "What is counted together: listener, host, node, network, address, account or group.") String scope,
                @Option(names = "--subject", paramLabel = "NAME", description = "Which of its scope; else each of them.") String subject,
                @Option(names = "--network", paramLabel = "NETWORK", description = "For the scopes network and address.") String network,
                @Option(names = "--members-of", paramLabel = "GROUP", description = "For the scope account: each account of the group.") String membersOf,
                @Mixin RuleLimits limits, @Mixin Why why) {
            ObjectNode rule = Api.object().put("name", name).put("scope", scope);
            Shell.put(rule, "subject", subject);
            Shell.put(rule, "network", network);
            Shell.put(rule, "membersOf", membersOf);
            limits.write(rule);
            shell.done(shell.api().make(RULES + why.query(), rule), "made " + name);
        }

        @Command(name = "set", description = "Change the limits of a rule: those that are given; the rest stays.")
        void set(@Parameters(paramLabel = "NAME", description = "Of the rule.") String name, @Mixin RuleLimits limits,
                @Mixin Why why) {
            ObjectNode patch = Api.object();
            limits.write(patch);
            Shell.notEmpty(patch);
            shell.changed(shell.api().patch(path(name), why.query(), patch), patch);
        }

        @Command(name = "rm", description = "Delete a rule.")
        void rm(@Parameters(paramLabel = "NAME", description = "Of the rule.") String name, @Mixin Why why) {
            shell.done(shell.api().delete(path(name) + why.query()), "deleted " + name);
        }

        private static String path(String name) {
            return RULES + "/" + Query.encoded(name);
        }
    }

    /** What a rule limits. */
    static final class RuleLimits {
        @Option(names = "--max-sessions", paramLabel = "N", description = LIMIT)
        private String sessions;

        @Option(names = "--connections-per-minute", paramLabel = "N", description = LIMIT)
        private String rate;

        @Option(names = "--evict", paramLabel = "WHO", completionCandidates = Words.Evict.class, description = "Who must go when the limit is below what is held: none, oldest or idle.")
        private String evict;

        void write(ObjectNode rule) {
            Shell.putLimit(rule, "maxSessions", "--max-sessions", sessions);
            Shell.putLimit(rule, "connectionsPerMinute", "--connections-per-minute", rate);
            Shell.put(rule, "evict", evict);
        }
    }
}
