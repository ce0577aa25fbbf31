package io.drawbridge.it;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.drawbridge.cli.Program;
import io.drawbridge.cli.command.Surroundings;

/**
 * Whoever uses the command line, without a process for each call.
 *
 * @param input what can be read from standard input
 * @param answer of a person to every question; null when nobody is there
 */
record Steered(Map<String, String> environment, String input, String answer) {

    /** What a call has written, and how it has ended. */
    record Call(int exit, String out, String err) {
    }

    /** With a home of its own, in which there is no login yet. */
    static Steered at(URI api, Path home) {
        return new Steered(Map.of("XDG_CONFIG_HOME", home.toString(), "DRAWBRIDGE_URL", api.toString()), "", null);
    }

    Steered with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new Steered(more, input, answer);
    }

    Steered typing(String line) {
        return new Steered(environment, line + "\n", answer);
    }

    Steered answering(String line) {
        return new Steered(environment, input, line);
    }

    Call call(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Program.run(new Surroundings(environment, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out), new PrintWriter(err), Optional.empty(), (question, isSecret) -> answer,
                Clock.systemUTC()), arguments);
        return new Call(exit, out.toString().strip(), err.toString().strip());
    }

    /** A call that does what it is to do, and what it has written. */
    String done(String... arguments) {
        Call call = call(arguments);
        if (call.exit() != 0) {
            throw new AssertionError(String.join(" ", arguments) + " ends with " + call);
        }
        return call.out();
    }
}
