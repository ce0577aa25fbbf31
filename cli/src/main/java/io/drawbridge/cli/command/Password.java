package io.drawbridge.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import io.drawbridge.cli.outcome.Failure;
import picocli.CommandLine.Option;

/** Where a password comes from: never from the command line, which others on the machine can read. */
final class Password {
    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    private boolean fromInput;

    @Option(names = "--password-env", paramLabel = "VARIABLE", description = "Read the password from an environment variable.")
    private String variable;

    /** One that is there already. */
    String known(Surroundings surroundings, String prompt) {
        return given(surroundings) ? read(surroundings) : ask(surroundings, prompt);
    }

    /** One that is to be set: asked for twice. */
    String chosen(Surroundings surroundings) {
        if (given(surroundings)) {
            return read(surroundings);
        }
        String password = ask(surroundings, "New password: ");
        if (!password.equals(ask(surroundings, "The same again: "))) {
            throw Failure.usage("these were two different passwords");
        }
        return password;
    }

    private boolean given(Surroundings surroundings) {
        if (fromInput && variable != null) {
            throw Failure.usage("--password-stdin and --password-env go not together");
        }
        return fromInput || variable != null;
    }

    private String read(Surroundings surroundings) {
        if (variable != null) {
            return surroundings.variable(variable).orElseThrow(() -> Failure.usage("there is no variable " + variable));
        }
        try {
            String line = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)).readLine();
            if (line != null && !line.isEmpty()) {
                return line;
            }
        } catch (IOException e) {
            // As if it had been empty.
        }
        throw Failure.usage("there is no password on standard input");
    }

    private static String ask(Surroundings surroundings, String prompt) {
        String typed = surroundings.questions().ask(prompt, true);
        if (typed == null) {
            throw Failure.usage("nobody can be asked for the password: give --password-stdin or --password-env");
        }
        return typed;
    }
}
