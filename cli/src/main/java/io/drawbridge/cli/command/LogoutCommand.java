package io.drawbridge.cli.command;

import java.nio.file.Path;
import java.util.Optional;

import io.drawbridge.cli.login.SavedLogin;
import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.rest.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The end of {@link LoginCommand}. */
@Command(name = "logout", description = "Delete the token of your login, and forget it.")
public final class LogoutCommand implements Runnable {
    @Mixin
    private Why why;

    private final Shell shell;

    public LogoutCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Path file = shell.loginFile();
        Optional<SavedLogin> saved = SavedLogin.read(file);
        if (saved.isEmpty()) {
            throw new Failure(ExitCode.NOT_FOUND, "you are not logged in");
        }
        SavedLogin login = saved.get();
        try (Api api = new Api(Server.withToken(login.url(), login.token(), login.certificates()))) {
            api.delete("/tokens/" + Query.encoded(login.name()) + why.query());
        } catch (Failure e) {
            // One that has expired or is gone already is of no use to anybody.
            if (e.exit() != ExitCode.NOT_ALLOWED && e.exit() != ExitCode.NOT_FOUND) {
                throw e;
            }
        }
        SavedLogin.forget(file);
        shell.note("logged out at " + login.url());
    }
}
