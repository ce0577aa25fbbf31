package io.drawbridge.cli.command;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who has changed what. */
@Command(name = "audit", description = "See who has changed what.")
public final class AuditCommands {
    private final Shell shell;

    public AuditCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List the changes, newest first.")
    void ls(@Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind, such as limits, account or session.") String kind,
            @Option(names = "--name", paramLabel = "NAME", description = "Only of the thing of this name.") String name,
            @Option(names = "--actor", paramLabel = "NAME", description = "Only those that this administrator has made.") String actor,
            @Option(names = "--at", paramLabel = "TIME", description = "What was in force then: " + Spoken.MOMENT
                    + ", here backwards.") String at,
            @Option(names = "--below", paramLabel = "ID", description = "Only those before this one.") String below,
            @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 500 (default: 50).") String limit) {
        Answer page = shell.api().get("/audit" + new Query().and("kind", kind).and("name", name).and("actor", actor)
                .and("at", at == null ? null : shell.spoken().last("--at", at)).and("below", below).and("limit", limit));
        shell.list(page, new Table().whole("ID", "id").whole("AGE", change -> shell.ago(change.path("at")))
                .column("ACTOR", "actor").column("KIND", "kind").column("NAME", "name").column("ACTION", "action")
                .column("REASON", "reason").column("CHANGE", AuditCommands::difference));
        String next = Table.value(page.json().path("next"));
        if (!next.isEmpty() && !shell.isJson()) {
            shell.note("there are more: --below " + next);
        }
    }

    /** The fields that were not the same before. */
    private static String difference(JsonNode change) {
        JsonNode before = change.path("before");
        JsonNode after = change.path("after");
        if (!before.isObject() || !after.isObject()) {
            return "";
        }
        Set<String> fields = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        return fields.stream().filter(field -> !before.path(field).equals(after.path(field)))
                .map(field -> field + " " + Shell.words(before.path(field)) + " → " + Shell.words(after.path(field)))
                .collect(Collectors.joining("; "));
    }
}
