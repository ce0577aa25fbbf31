package io.drawbridge.cli.command;

import io.drawbridge.cli.rest.Server;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Name and password of an administrator, for the calls that take no token. */
final class SignIn {
    @Option(names = "--user", paramLabel = "NAME", description = "The administrator (default: ${DEFAULT-VALUE}).", defaultValue = "admin")
    private String name;

    @Mixin
    private Password password;

    Server at(Server server, Surroundings surroundings) {
        return server.withPassword(name, password.known(surroundings, "Password of " + name + " at " + server + ": "));
    }
}
