package io.drawbridge.cli.command;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a client would get. */
@Command(name = "explain", description = "Ask what a client would get that came now. No place is taken.")
public final class ExplainCommand implements Runnable {
    @Parameters(paramLabel = "ADDRESS", description = "Of the client.")
    private String address;

    @Option(names = "--account", paramLabel = "NAME", description = "That it logs in as, with the right password.")
    private String account;

    @Option(names = "--host", paramLabel = "NAME", description = "Virtual host that it names.")
    private String host;

    @Option(names = "--listener", paramLabel = "NAME", description = "That it comes by (default: ftp).")
    private String listener;

    @Option(names = "--node", paramLabel = "NAME", description = "That it comes to; else one that has no sessions.")
    private String node;

    private final Shell shell;

    public ExplainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Answer answer = shell.api().get("/explain" + new Query().and("address", address).and("account", account)
                .and("host", host).and("listener", listener).and("node", node));
        if (shell.isJson()) {
            shell.say(answer.text());
            return;
        }
        JsonNode explanation = answer.json();
        List<String[]> rows = new ArrayList<>();
        explanation.properties().stream().filter(field -> !field.getValue().isNull() && !field.getKey().equals("limits"))
                .forEach(field -> rows.add(new String[] { field.getKey(), Shell.words(field.getValue()) }));
        shell.say(Table.aligned(rows));
        shell.say("");
        shell.list(answer, "limits", new Table().column("LIMIT OF", "scope").column("SUBJECT", "subject")
                .column("RULE", "rule").column("HELD", "held").column("SESSIONS", "maxSessions")
                .column("PER MINUTE", "connectionsPerMinute"));
    }
}
