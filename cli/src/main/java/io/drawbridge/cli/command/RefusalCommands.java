package io.drawbridge.cli.command;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who read 421. */
@Command(name = "refusals", description = "Explain a 421.")
public final class RefusalCommands {
    static final String PATH = "/refusals";

    private final Shell shell;

    public RefusalCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List the newest refusals.")
    void ls(@Option(names = "--address", paramLabel = "ADDRESS", description = "Only those of this address.") String address,
            @Option(names = "--for", paramLabel = "REASON", description = "Only those for this reason, such as address_full.") String reason,
            @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 500 (default: 50).") String limit) {
        shell.list(shell.api().get(PATH + new Query().and("address", address).and("reason", reason).and("limit", limit)),
                new Table().whole("REFERENCE", "reference").whole("AGE", refusal -> shell.ago(refusal.path("refusedAt")))
                        .whole("ADDRESS", "remoteAddress").column("ACCOUNT", "account").column("REASON", "reason")
                        .column("RULE", "rule").column("LIMIT", "limit").column("NODE", "node"));
    }

    @Command(name = "show", description = "Show who was refused, where, why, and whose limit it was.")
    void show(
            @Parameters(paramLabel = "REF", description = "At the end of the client's 421, such as R-7K3Q2M.") String reference) {
        // As it was copied, with its brackets too.
        shell.show(shell.api().get(PATH + "/" + Query.encoded(reference.replaceAll("[\\[\\]]", ""))));
    }
}
