package io.drawbridge.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is turned away for a while. */
@Command(name = "bans", description = "Turn addresses away for a while.")
public final class BanCommands {
    private static final String PATH = "/bans";

    private final Shell shell;

    public BanCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List the bans that have not ended, newest first.")
    void ls(@Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 500 (default: 100).") String limit) {
        shell.list(shell.api().get(PATH + new Query().and("limit", limit)), new Table().whole("NETWORK", "network")
                .whole("UNTIL", ban -> Shell.time(ban.path("until"))).column("TIMES", "times").column("BY", "bannedBy")
                .column("WHY", "reason"));
    }

    @Command(name = "add", description = "Ban a network, and end its sessions. Replaces the ban that it has.")
    void add(@Parameters(paramLabel = "NETWORK", description = "Or an address.") String network,
            @Option(names = "--for", required = true, paramLabel = "DURATION", description = "How long: " + Spoken.DURATION
                    + ".") String length,
            @Option(names = "--why", paramLabel = "WORDS", description = "What the list of bans says.") String words,
            @Mixin Why why) {
        ObjectNode ban = Api.object().put("network", network).put("seconds",
                shell.spoken().duration("--for", length).toSeconds());
        Shell.put(ban, "reason", words);
        shell.done(shell.api().post(PATH + why.query(), ban), "banned " + network);
    }

    @Command(name = "rm", description = "Revoke a ban, and forget the scores of its network.")
    void rm(@Parameters(paramLabel = "NETWORK", description = "As the list has it.") String network, @Mixin Why why) {
        shell.done(shell.api().delete(PATH + "/" + Query.encoded(network) + why.query()), "revoked the ban of " + network);
    }
}
