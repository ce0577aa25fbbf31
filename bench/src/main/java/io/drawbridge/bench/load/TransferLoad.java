package io.drawbridge.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.drawbridge.bench.Arguments;

/** Logins, NOOP, transfers and listings, in clear and in TLS: what a second brings, and how long one takes. */
public final class TransferLoad {
    private static final double MICROS = 1e3;

    private TransferLoad() {
    }

    /** @throws IllegalArgumentException in words for who has typed the arguments */
    public static void run(List<String> words, PrintStream out) throws InterruptedException, IOException {
        Arguments arguments = new Arguments(words, Set.of(), Set.of("servers", "figures", "clients", "seconds"));
        List<Server> servers = Server.parseAll(arguments.text("servers", null));
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--servers name=host:port:user:password[,…] says which");
        }
        List<Figure> figures = figures(arguments.text("figures", null));
        Duration time = Duration.ofSeconds(arguments.number("seconds", 3, 1, (int) Round.MAX_TIME.toSeconds()));
        int clients = arguments.number("clients", 0, 0, Round.MAX_CLIENTS);
        out.printf("%-16s %-18s %10s %10s %9s %9s %9s%n", "", "", "per second", "MiB/s", "p50 µs", "p99 µs", "max µs");
        try (Network network = new Network()) {
            for (Server server : servers) {
                Content.prepare(server);
                for (Figure figure : figures) {
                    print(server, figure,
                            Round.run(network, server, figure.work(), clients == 0 ? figure.clients() : clients, time,
                                    Round.MAX_VISITS),
                            out);
                }
            }
        }
    }

    /**
     * @param names separated by commas; null for all
     * @throws IllegalArgumentException in words for who has typed them
     */
    public static List<Figure> figures(String names) {
        if (names == null || names.isBlank()) {
            return Figure.all();
        }
        List<Figure> figures = new ArrayList<>();
        for (String name : names.split(",")) {
            figures.add(Figure.of(name).orElseThrow(() -> new IllegalArgumentException("there is no figure " + name + ", but "
                    + Figure.all().stream().map(Figure::name).collect(Collectors.joining(", ")))));
        }
        return figures;
    }

    private static void print(Server server, Figure figure, Tally tally, PrintStream out) {
        out.printf(Locale.ROOT, "%-16s %-18s %10.0f %10.0f %9.0f %9.0f %9.0f errors %s%n", server.name(), figure.title(),
                tally.perSecond(), tally.throughput(), tally.done().percentile(0.5) / MICROS,
                tally.done().percentile(0.99) / MICROS, tally.done().max() / MICROS, tally.errors());
    }
}
