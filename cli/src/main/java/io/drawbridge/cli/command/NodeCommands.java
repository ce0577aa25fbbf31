package io.drawbridge.cli.command;

import io.drawbridge.cli.output.Table;
import picocli.CommandLine.Command;

/** The ftp-servers. */
@Command(name = "nodes", description = "See the nodes.")
public final class NodeCommands {
    static final String PATH = "/nodes";

    private final Shell shell;

    public NodeCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List the nodes that are alive.")
    void ls() {
        shell.list(shell.api().get(PATH), table(shell));
    }

    static Table table(Shell shell) {
        return new Table().column("NODE", "name").column("SESSIONS", "sessions").column("WAITING", "waiting")
                .column("UP", node -> shell.ago(node.path("startedAt")))
                .whole("LEASE UNTIL", node -> Shell.time(node.path("leaseUntil"))).column("VERSION", "configurationVersion");
    }
}
