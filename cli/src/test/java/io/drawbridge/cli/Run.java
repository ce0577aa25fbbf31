package io.drawbridge.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import io.drawbridge.cli.command.Surroundings;

/** What a run of the program has written, and how it has ended. */
record Run(int exit, String out, String err) {
    static Run of(Map<String, String> environment, String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Program.run(new Surroundings(environment, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out), new PrintWriter(err), Optional.empty(), (question, isSecret) -> null, Clock.systemUTC()),
                arguments);
        return new Run(exit, out.toString(), err.toString());
    }
}
