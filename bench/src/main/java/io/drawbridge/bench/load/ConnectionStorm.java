package io.drawbridge.bench.load;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.drawbridge.bench.Arguments;

/**
 * Many clients that connect, read 220 or 421 and say QUIT: how many greetings a second, and how long one takes. With
 * {@code --held} so many sessions are inside before: with a limit of as many, all others are refused.
 */
public final class ConnectionStorm {
    private static final double MICROS = 1e3;

    private ConnectionStorm() {
    }

    /** @throws IllegalArgumentException in words for who has typed the arguments */
    public static void run(List<String> words, PrintStream out) throws InterruptedException {
        Arguments arguments = new Arguments(words, Set.of(), Set.of("servers", "clients", "seconds", "most", "held"));
        List<Server> servers = Server.parseAll(arguments.text("servers", null));
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--servers name=host:port[,name=host:port …] says which");
        }
        int clients = arguments.number("clients", 50, 1, Round.MAX_CLIENTS);
        Duration time = Duration.ofSeconds(arguments.number("seconds", 5, 1, (int) Round.MAX_TIME.toSeconds()));
        long most = arguments.number("most", 1_000_000, 1, (int) Round.MAX_VISITS);
        int held = arguments.number("held", 0, 0, Round.MAX_CLIENTS);
        out.printf("%-16s %9s %9s | %27s | %27s |%n", "", "220/s", "421/s", "220: p50, p99, max (µs)",
                "421: p50, p99, max (µs)");
        try (Network network = new Network()) {
            List<Held> inside = new ArrayList<>();
            for (Server server : servers) {
                inside.add(Held.open(network, server, held));
            }
            for (Server server : servers) {
                print(server, Round.run(network, server, new Work.Visit(), clients, time, most), out);
            }
            inside.forEach(Held::close);
        }
    }

    private static void print(Server server, Tally tally, PrintStream out) {
        out.printf(Locale.ROOT, "%-16s %9.0f %9.0f |%s |%s | errors %s%n", server.name(), tally.perSecond(),
                tally.refusedPerSecond(), lengths(tally.done()), lengths(tally.refused()), tally.errors());
    }

    private static String lengths(Latencies latencies) {
        return String.format(Locale.ROOT, " %8.0f %8.0f %8.0f", latencies.percentile(0.5) / MICROS,
                latencies.percentile(0.99) / MICROS, latencies.max() / MICROS);
    }
}
