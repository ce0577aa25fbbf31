package io.drawbridge.cli.command;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What accounts may belong to. */
@Command(name = "groups", description = "Name groups of accounts.")
public final class GroupCommands {
    private static final String PATH = "/groups";

    private final Shell shell;

    public GroupCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List the groups.")
    void ls() {
        shell.list(shell.api().get(PATH), new Table().column("NAME", "name")
                .whole("AGE", group -> shell.ago(group.path("createdAt"))));
    }

    @Command(name = "add", description = "Make a group.")
    void add(@Parameters(paramLabel = "NAME", description = "1 to 64 of a to z, 0 to 9 and -.") String name, @Mixin Why why) {
        shell.done(shell.api().make(PATH + why.query(), Api.object().put("name", name)), "made " + name);
    }

    @Command(name = "rm", description = "Delete a group that nothing names.")
    void rm(@Parameters(paramLabel = "NAME", description = "Of the group.") String name, @Mixin Why why) {
        shell.done(shell.api().delete(PATH + "/" + Query.encoded(name) + why.query()), "deleted " + name);
    }
}
