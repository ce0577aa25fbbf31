package io.drawbridge.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.drawbridge.bench.Arguments;
import io.drawbridge.bench.compare.Table.Better;
import io.drawbridge.bench.load.Content;
import io.drawbridge.bench.load.Figure;
import io.drawbridge.bench.load.Held;
import io.drawbridge.bench.load.Network;
import io.drawbridge.bench.load.Round;
import io.drawbridge.bench.load.Server;
import io.drawbridge.bench.load.Tally;
import io.drawbridge.bench.load.TransferLoad;
import io.drawbridge.bench.load.Work;

/**
 * The same load on each server, in turns: what else the machine does meets all of them, and the ratio stays. Each round
 * begins with another server.
 */
public final class Comparison {
    private static final double MICROS = 1e3;
    private static final int REFUSED_AT_A_TIME = 50;
    private static final Duration MAX_REFUSALS = Duration.ofSeconds(60);

    /**
     * @param warmUps rounds before those that count: for compilers and caches
     * @param held how many sessions are inside when newcomers are refused
     * @param refused how many newcomers then come
     */
    private record Plan(List<Figure> figures, int rounds, int warmUps, Duration time, int held, int refused) {

        static Plan of(Arguments arguments) {
            boolean quick = arguments.is("quick");
            return new Plan(TransferLoad.figures(arguments.text("figures", null)),
                    arguments.number("rounds", quick ? 1 : 3, 1, 100), arguments.number("warmups", quick ? 0 : 2, 0, 100),
                    Duration.ofMillis(arguments.number("millis", quick ? 300 : 2000, 1, (int) Round.MAX_TIME.toMillis())),
                    arguments.number("held", quick ? 20 : 100, 1, Round.MAX_CLIENTS),
                    arguments.number("refused", quick ? 500 : 5000, 1, (int) Round.MAX_VISITS));
        }
    }

    private final Network network;
    private final Plan plan;
    private final Drawbridge drawbridge;
    private final List<Server> servers;
    /** Of the same names as servers; they hold no more sessions than the plan. */
    private final List<Server> limited;
    private final Table table;

    private Comparison(Network network, Plan plan, Drawbridge drawbridge, List<Server> peers, List<Server> limited) {
        this.network = network;
        this.plan = plan;
        this.drawbridge = drawbridge;
        this.servers = new ArrayList<>(List.of(drawbridge.server()));
        this.servers.addAll(peers);
        this.limited = limited;
        this.table = new Table(servers.stream().map(Server::name).toList());
    }

    /**
     * Starts Drawbridge, runs all rounds, prints the table.
     *
     * @throws IllegalArgumentException in words for who has typed the arguments
     * @throws IOException in words: a server does not start, or not serve
     */
    public static Table run(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Arguments arguments = new Arguments(words, Set.of("quick"),
                Set.of("peers", "limited", "figures", "rounds", "warmups", "millis", "held", "refused", "project"));
        Plan plan = Plan.of(arguments);
        List<Server> peers = Server.parseAll(arguments.text("peers", null));
        List<Server> limited = Server.parseAll(arguments.text("limited", null));
        tell("Drawbridge starts");
        try (Network network = new Network(); Drawbridge drawbridge = Drawbridge.start(project(arguments))) {
            Comparison comparison = new Comparison(network, plan, drawbridge, peers, limited);
            comparison.run();
            comparison.table.print(out);
            return comparison.table;
        }
    }

    /** The jar lies in bench/target. */
    private static Path project(Arguments arguments) {
        String given = arguments.text("project", System.getProperty("drawbridge.project"));
        if (given != null) {
            return Path.of(given);
        }
        try {
            return Path.of(Comparison.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .resolveSibling("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() throws IOException, InterruptedException {
        for (Server server : servers) {
            tell("files for " + server.name());
            Content.prepare(server);
        }
        for (int round = -plan.warmUps(); round < plan.rounds(); round++) {
            List<Server> order = new ArrayList<>(servers);
            Collections.rotate(order, round);
            tell(round < 0 ? "warm-up " + (round + plan.warmUps() + 1) + " of " + plan.warmUps()
                    : "round " + (round + 1) + " of " + plan.rounds());
            for (Figure figure : plan.figures()) {
                for (Server server : order) {
                    measure(figure, server, round >= 0);
                }
            }
            for (Server server : order) {
                refuse(server, round >= 0);
            }
        }
    }

    /** For who waits; what was measured goes elsewhere. */
    private static void tell(String progress) {
        System.err.println(progress);
    }

    private void measure(Figure figure, Server server, boolean counts) throws InterruptedException {
        Tally tally = Round.run(network, server, figure.work(), figure.clients(), plan.time(), Round.MAX_VISITS);
        tally.errors().forEach((kind, times) -> table.error(server.name() + ", " + figure.title() + ", " + kind, times));
        if (tally.refused().count() > 0) {
            table.error(server.name() + ", " + figure.title() + ", 421 without a limit", (int) tally.refused().count());
        }
        if (!counts || tally.done().count() == 0) {
            return;
        }
        if (figure.isInBytes()) {
            table.add(figure.title() + ", MiB/s", Better.HIGHER, server.name(), tally.throughput());
        } else {
            table.add(figure.title() + "/s", Better.HIGHER, server.name(), tally.perSecond());
            table.add(figure.title() + ", p50 µs", Better.LOWER, server.name(), tally.done().percentile(0.5) / MICROS);
            table.add(figure.title() + ", p99 µs", Better.LOWER, server.name(), tally.done().percentile(0.99) / MICROS);
        }
    }

    /** Newcomers at a server that is full. */
    private void refuse(Server server, boolean counts) throws IOException, InterruptedException {
        boolean ours = server == servers.getFirst();
        Optional<Server> full = ours ? Optional.of(server)
                : limited.stream().filter(one -> one.name().equals(server.name())).findFirst();
        if (full.isEmpty()) {
            return;
        }
        if (!ours) {
            refuse(server.name(), full.get(), counts);
            return;
        }
        drawbridge.limit(plan.held());
        try {
            refuse(server.name(), server, counts);
        } finally {
            drawbridge.limit(null);
        }
    }

    private void refuse(String name, Server full, boolean counts) throws InterruptedException {
        Held held = Held.open(network, full, plan.held());
        Tally tally;
        try {
            tally = Round.run(network, full, new Work.Visit(), REFUSED_AT_A_TIME, MAX_REFUSALS, plan.refused());
        } finally {
            held.close();
        }
        tally.errors().forEach((kind, times) -> table.error(name + ", refusals, " + kind, times));
        if (tally.done().count() > 0) {
            table.error(name + ", refusals, let in", (int) tally.done().count());
        }
        if (counts && tally.refused().count() > 0) {
            table.add("421 when full/s", Better.HIGHER, name, tally.refusedPerSecond());
            table.add("421 when full, p50 µs", Better.LOWER, name, tally.refused().percentile(0.5) / MICROS);
            table.add("421 when full, p99 µs", Better.LOWER, name, tally.refused().percentile(0.99) / MICROS);
        }
    }
}
