package io.drawbridge.cli.command;

import static picocli.CommandLine.ScopeType.INHERIT;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.login.SavedLogin;
import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.output.Terminal;
import io.drawbridge.cli.output.Text;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Server;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Option;

/** What every command has at hand: the options that all have, the API, and where to write. For one run of the program. */
public final class Shell implements AutoCloseable {
    static final String URL = "DRAWBRIDGE_URL";
    static final String TOKEN = "DRAWBRIDGE_TOKEN";
    static final String CACERT = "DRAWBRIDGE_CACERT";

    @Option(names = "--url", scope = INHERIT, paramLabel = "URL", order = 90, description = "Where the API is: else " + URL
            + ", the server that you have logged in to, or http://localhost:8080.")
    private String url;

    @Option(names = "--token-file", scope = INHERIT, paramLabel = "FILE", order = 91, description = "Has the API token in it.")
    private Path tokenFile;

    @Option(names = "--token", scope = INHERIT, paramLabel = "TOKEN", order = 92, description = "The API token: else " + TOKEN
            + ", or that of your login. Others on this machine can read a command line.")
    private String token;

    @Option(names = "--cacert", scope = INHERIT, paramLabel = "FILE", order = 93, description = "Trust these authorities (PEM) and no others: else "
            + CACERT + ", or what the machine trusts.")
    private Path cacert;

    @Option(names = { "-o",
            "--output" }, scope = INHERIT, paramLabel = "FORMAT", order = 94, defaultValue = "table", description = "${COMPLETION-CANDIDATES}: json is the API's own answer (default: table).")
    private Format format;

    private final Surroundings surroundings;
    private final Spoken spoken;
    private Api api;

    public Shell(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.spoken = new Spoken(surroundings.clock());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Spoken spoken() {
        return spoken;
    }

    boolean isJson() {
        return format == Format.json;
    }

    /** The API as whoever has logged in. */
    Api api() {
        if (api == null) {
            api = new Api(server());
        }
        return api;
    }

    Path loginFile() {
        return SavedLogin.file(surroundings.environment());
    }

    /** A saved token is for the server that gave it, and for no other. */
    Server server() {
        Optional<SavedLogin> saved = SavedLogin.read(loginFile());
        URI meant = Optional.ofNullable(url).or(() -> surroundings.variable(URL)).map(Server::url)
                .or(() -> saved.map(SavedLogin::url)).orElse(Server.HERE);
        Optional<SavedLogin> here = saved.filter(login -> login.url().equals(meant));
        Path trusted = Optional.ofNullable(cacert).or(() -> surroundings.variable(CACERT).map(Path::of))
                .or(() -> here.map(SavedLogin::certificates)).orElse(null);
        return Server.withToken(meant, token().or(() -> here.map(SavedLogin::token)).orElse(null), trusted);
    }

    private Optional<String> token() {
        if (tokenFile != null) {
            try {
                return Optional.of(Files.readString(tokenFile).strip());
            } catch (IOException e) {
                throw Failure.usage("cannot read " + tokenFile);
            }
        }
        return Optional.ofNullable(token).or(() -> surroundings.variable(TOKEN)).map(String::strip);
    }

    void say(String line) {
        surroundings.out().println(line);
    }

    void say(List<String> lines) {
        lines.forEach(this::say);
    }

    /** Beside the answer, and not part of it. */
    void note(String line) {
        surroundings.err().println(line);
    }

    /** Where a list goes on that does not end with this page. */
    void noteNext(Answer page) {
        String next = Table.value(page.json().path("next"));
        if (!next.isEmpty() && !isJson()) {
            note("there are more, " + page.json().path("total").asText() + " in all: --after " + next);
        }
    }

    /** The items of an answer. */
    void list(Answer answer, Table table) {
        list(answer, "items", table);
    }

    void list(Answer answer, String field, Table table) {
        if (isJson()) {
            say(answer.text());
        } else {
            say(table.lines(answer.json().path(field), width()));
        }
    }

    /** All of one thing. */
    void show(Answer answer) {
        say(isJson() ? List.of(answer.text()) : Table.fields(answer.json()));
    }

    /** What has been made or done, in JSON, or else in a line. */
    void done(Answer answer, String line) {
        if (!isJson()) {
            say(Text.clean(line));
        } else if (!answer.text().isEmpty()) {
            say(answer.text());
        }
    }

    /** What a change has changed. */
    void changed(Api.Change change, ObjectNode patch) {
        if (isJson()) {
            say(change.after().text());
            return;
        }
        List<String[]> rows = patch.properties().stream().filter(field -> change.after().json().has(field.getKey()))
                .map(field -> {
                    String before = words(change.before().json().path(field.getKey()));
                    String after = words(change.after().json().path(field.getKey()));
                    return new String[] { field.getKey(),
                            before.equals(after) ? after + " (as it was)" : before + " → " + after };
                }).toList();
        say(rows.isEmpty() ? List.of("changed") : Table.aligned(rows));
    }

    /** What a value is, in words; a dash for nothing. */
    static String words(JsonNode value) {
        String words = Text.clean(Table.value(value));
        return words.isEmpty() ? "-" : words;
    }

    int width() {
        return surroundings.terminal().map(Terminal.Size::columns).orElse(Integer.MAX_VALUE);
    }

    /** How long ago something was, of an ISO 8601 time; null of none. */
    String ago(JsonNode time) {
        return time.isTextual() ? Spoken.shortly(Duration.between(Instant.parse(time.asText()), spoken.now())) : null;
    }

    /** In UTC, in whole seconds; null of none. */
    static String time(JsonNode time) {
        return time.isTextual() ? time.asText().replaceFirst("\\.\\d+Z$", "Z") : null;
    }

    /** @param limit a number, or "none" for null; null when it was not given */
    static void putLimit(ObjectNode body, String field, String option, String limit) {
        if (limit == null) {
            return;
        }
        if ("none".equals(limit)) {
            body.putNull(field);
            return;
        }
        try {
            body.put(field, Integer.parseInt(limit));
        } catch (NumberFormatException e) {
            throw Failure.usage(option + " must be a number or none, not '" + limit + "'");
        }
    }

    /** @param value "none" for null; null when it was not given */
    static void putName(ObjectNode body, String field, String value) {
        if ("none".equals(value)) {
            body.putNull(field);
        } else if (value != null) {
            body.put(field, value);
        }
    }

    /** @param value null when it was not given */
    static void put(ObjectNode body, String field, String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    /** @param value null when it was not given */
    static void put(ObjectNode body, String field, Boolean value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    /** @param values null when they were not given; one that is empty is for none */
    static void putAll(ObjectNode body, String field, List<String> values) {
        if (values != null) {
            ArrayNode array = body.putArray(field);
            values.stream().filter(value -> !value.isEmpty()).forEach(array::add);
        }
    }

    /** Something must be given that is to be changed. */
    static void notEmpty(ObjectNode patch) {
        if (patch.isEmpty()) {
            throw Failure.usage("say what is to be changed: see --help");
        }
    }

    /** Nothing is done unless a person, or --yes, says so. */
    void confirm(String question) {
        String answer = surroundings.questions().ask(Text.clean(question) + " [y/N] ", false);
        if (answer == null) {
            throw Failure.usage("nobody can be asked whether that is meant: " + question + " Give --yes");
        }
        if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new Failure(ExitCode.REFUSED, "nothing has been done");
        }
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
    }
}
