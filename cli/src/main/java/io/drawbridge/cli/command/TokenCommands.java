package io.drawbridge.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** By which programs use the API. */
@Command(name = "tokens", description = "Make and take away tokens of programs.")
public final class TokenCommands {
    static final String PATH = "/tokens";

    private final Shell shell;

    public TokenCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "ls", description = "List your tokens; of an admin those of all.")
    void ls() {
        shell.list(shell.api().get(PATH), new Table().column("NAME", "name").column("OWNER", "owner").column("ROLE", "role")
                .whole("EXPIRES", token -> Shell.time(token.path("expiresAt")))
                .whole("LAST USED", token -> Shell.time(token.path("lastUsedAt"))));
    }

    @Command(name = "create", description = "Make a token, and write it out: this once. Asks for your password, as a token makes no tokens.")
    void create(@Parameters(paramLabel = "NAME", description = "1 to 64 of a to z, 0 to 9 and -.") String name,
            @Option(names = "--role", paramLabel = "ROLE", completionCandidates = Words.Roles.class, description = "viewer (default), operator or admin.") String role,
            @Option(names = "--expires", paramLabel = "TIME", description = "Else it does not: " + Spoken.MOMENT
                    + ".") String expires,
            @Mixin SignIn signIn, @Mixin Why why) {
        ObjectNode token = Api.object().put("name", name);
        Shell.put(token, "role", role);
        Shell.put(token, "expiresAt", expires == null ? null : shell.spoken().next("--expires", expires).toString());
        try (Api api = new Api(signIn.at(shell.server(), shell.surroundings()))) {
            Answer made = api.post(PATH + why.query(), token);
            shell.done(made, made.json().path("token").asText());
        }
    }

    @Command(name = "rm", description = "Delete a token: it is of no use from then on.")
    void rm(@Parameters(paramLabel = "NAME", description = "Of the token.") String name, @Mixin Why why) {
        shell.done(shell.api().delete(PATH + "/" + Query.encoded(name) + why.query()), "deleted " + name);
    }
}
