package io.drawbridge.cli.command;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import io.drawbridge.cli.output.Questions;
import io.drawbridge.cli.output.Terminal;

/**
 * What the program is run in.
 *
 * @param terminal empty when what is written goes elsewhere
 * @param clock with the zone in which people tell the time
 */
public record Surroundings(Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err,
        Optional<Terminal.Size> terminal, Questions questions, Clock clock) {
    /** The value of a variable; empty when it is not set, or set to nothing. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
