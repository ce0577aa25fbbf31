package io.drawbridge.cli.command;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.login.SavedLogin;
import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.rest.Server;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A token for this program. */
@Command(name = "login", description = { "Log in: asks for your password, makes a token, and keeps that for the next calls.",
        "It is kept in $XDG_CONFIG_HOME/drawbridge/login.json, which only you can read." })
public final class LoginCommand implements Runnable {
    private static final int RANDOM_BYTES = 6;

    @Mixin
    private SignIn signIn;

    @Option(names = "--role", paramLabel = "ROLE", completionCandidates = Words.Roles.class, description = "viewer, operator or admin; your own unless given.")
    private String role;

    @Option(names = "--for", paramLabel = "DURATION", defaultValue = "30d", description = "After which you log in again: "
            + Spoken.DURATION + " (default: ${DEFAULT-VALUE}).")
    private String length;

    @Mixin
    private Why why;

    private final Shell shell;

    public LoginCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        ObjectNode wanted = Api.object().put("name", "drawbridge-login-" + HexFormat.of().formatHex(random)).put("expiresAt",
                shell.spoken().next("--for", shell.spoken().duration("--for", length).toString()).toString());
        Optional<SavedLogin> before = SavedLogin.read(shell.loginFile());
        Server server = signIn.at(shell.server(), shell.surroundings());
        try (Api api = new Api(server)) {
            JsonNode me = api.get("/me").json();
            wanted.put("role", role == null ? me.path("role").asText() : role);
            JsonNode made = api.post(TokenCommands.PATH + why.query(), wanted).json();
            new SavedLogin(server.url(), made.path("name").asText(), made.path("token").asText(), server.certificates())
                    .write(shell.loginFile());
            before.filter(login -> login.url().equals(server.url())).ifPresent(login -> forget(login, api));
            shell.note("logged in at " + server + " as " + me.path("name").asText() + ", " + made.path("role").asText()
                    + ", until " + made.path("expiresAt").asText());
        }
    }

    /** Nobody needs the one before any more, and nobody may have any number of them. */
    private void forget(SavedLogin before, Api api) {
        try {
            api.delete(TokenCommands.PATH + "/" + Query.encoded(before.name()) + why.query());
        } catch (Failure e) {
            // It is gone already, or somebody else's.
            if (e.exit() != ExitCode.NOT_FOUND) {
                throw e;
            }
        }
    }
}
