package io.drawbridge.cli.command;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the codes mean. */
@Command(name = "replies", description = "Look up a reply code.")
public final class ReplyCommands {
    private static final String PATH = "/replies";
    private static final String LANGUAGE = "en or th (default: en).";

    private final Shell shell;

    public ReplyCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List the reply codes.")
    void ls(@Option(names = "--lang", paramLabel = "LANGUAGE", description = LANGUAGE) String language) {
        shell.list(shell.api().get(PATH, language), new Table().column("CODE", "code").column("NAME", "name")
                .column("SOURCE", "source").column("MEANING", "meaning"));
    }

    @Command(name = "show", description = "Show what a reply means, and what to do.")
    void show(@Parameters(paramLabel = "CODE", description = "Such as 421.") String code,
            @Option(names = "--lang", paramLabel = "LANGUAGE", description = LANGUAGE) String language) {
        shell.show(shell.api().get(PATH + "/" + Query.encoded(code), language));
    }
}
