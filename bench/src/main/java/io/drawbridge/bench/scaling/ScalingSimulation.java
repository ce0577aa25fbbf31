package io.drawbridge.bench.scaling;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.drawbridge.bench.Arguments;
import io.drawbridge.bench.door.Costs;

/** The table of docs/scaling.md: clusters from one pod to a million sessions, with one database and with several. */
public final class ScalingSimulation {
    private static final long SEED = 20_261_128;
    private static final double WARM_UP = 3;
    private static final double MICROS = 1e3;
    private static final double TOO_MANY_UNANSWERED = 0.1;
    private static final double MILLIS = 1e6;

    /** Seconds that a session lasts. */
    private static final double STAY = 60;
    private static final double ACTIVE = 0.1;
    private static final double ROOM = 0.05;
    private static final int SESSIONS_A_POD = 1000;
    private static final int MILLION = 1_000_000;

    /** What comes to the door beside those who stay: for each of them so many more. */
    private enum Weather {
        CALM(0.5, Scenario.Policy.CREDIT),
        STORM(0.95, Scenario.Policy.ASK, Scenario.Policy.CREDIT);

        private final double visits;
        private final List<Scenario.Policy> policies;

        Weather(double visits, Scenario.Policy... policies) {
            this.visits = visits;
            this.policies = List.of(policies);
        }
    }

    private ScalingSimulation() {
    }

    /** @throws IllegalArgumentException in words for who has typed the arguments */
    public static void run(List<String> words, PrintStream out) {
        Arguments arguments = new Arguments(words, Set.of(),
                Set.of("seconds", "seed", "flush", "call", "arrival", "thousand-held", "node",
                        "beat", "reported", "beat-thousand-held", "beat-node"));
        double seconds = arguments.number("seconds", 10, 1, 3600);
        long seed = Long.parseLong(arguments.text("seed", Long.toString(SEED)));
        double flush = arguments.number("flush", 40, 1, 1000) / 1e3;
        Costs costs = costs(arguments);
        out.printf(Locale.ROOT,
                "A session lasts %.0f s, %.0f %% of the sessions do something in a second, of all connections %.0f %% are visits,"
                        + " in a storm %.0f %%; credit is told of every %.0f ms; %.0f simulated seconds, seed %d.%n%n",
                STAY, ACTIVE * 100, Weather.CALM.visits * 100, Weather.STORM.visits * 100, flush * 1e3, seconds, seed);
        out.println("| pods | sessions | arrivals/s | databases | policy | door busy | its heartbeats need "
                + "| greeting p50 | p99 "
                + "| refused while a place was free |");
        out.println("|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|");
        for (Scenario scenario : scenarios(flush)) {
            print(scenario, costs, Simulation.run(scenario, costs, seed, WARM_UP, seconds), out);
        }
    }

    private static Costs costs(Arguments arguments) {
        Costs m = Costs.MEASURED;
        return new Costs(cost(arguments, "call", m.call()), cost(arguments, "arrival", m.arrival()), m.limitedArrival(),
                cost(arguments, "thousand-held", m.thousandHeld()), cost(arguments, "node", m.node()),
                cost(arguments, "beat", m.beat()), cost(arguments, "reported", m.reported()),
                cost(arguments, "beat-thousand-held", m.beatThousandHeld()), cost(arguments, "beat-node", m.beatNode()),
                m.row());
    }

    private static double cost(Arguments arguments, String name, double measured) {
        try {
            return Double.parseDouble(arguments.text(name, Double.toString(measured)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " is a number of microseconds", e);
        }
    }

    private static List<Scenario> scenarios(double flush) {
        List<Scenario> all = new ArrayList<>();
        for (Weather weather : Weather.values()) {
            for (int pods : new int[] { 1, 10, 100 }) {
                for (Scenario.Policy policy : weather.policies) {
                    all.add(of(pods, 1, pods * SESSIONS_A_POD, weather, policy, flush));
                }
            }
            all.add(of(100, 10, 100 * SESSIONS_A_POD, weather, Scenario.Policy.CREDIT, flush));
            for (int pods : new int[] { 100, 1000 }) {
                for (int databases : new int[] { 1, 20, 100 }) {
                    all.add(of(pods, databases, MILLION, weather, Scenario.Policy.CREDIT, flush));
                }
            }
        }
        return all;
    }

    private static Scenario of(int pods, int databases, int sessions, Weather weather, Scenario.Policy policy, double flush) {
        return new Scenario(pods, databases, sessions, ROOM, STAY, weather.visits, ACTIVE, policy, flush);
    }

    private static void print(Scenario scenario, Costs costs, Outcome outcome, PrintStream out) {
        if (outcome.excess > 0) {
            throw new IllegalStateException("the limit was exceeded by " + outcome.excess + " in " + scenario);
        }
        boolean late = outcome.unanswered() > TOO_MANY_UNANSWERED;
        out.printf(Locale.ROOT, "| %,d | %,d | %,.0f | %d | %s | %.0f %% | %,.0f %% | %s | %s | %,d |%n", scenario.pods(),
                scenario.sessions(), scenario.arrivalsPerSecond(), scenario.databases(),
                scenario.policy().name().toLowerCase(Locale.ROOT), Math.min(1, outcome.work()) * 100,
                heartbeats(scenario, costs) * 100,
                late ? "–" : length(outcome.greetings.percentile(0.5)),
                late ? "never catches up" : length(outcome.greetings.percentile(0.99)), outcome.refusedNeedlessly);
    }

    /** As a share of the time of each database: one a second of each pod, if none had to wait. */
    private static double heartbeats(Scenario scenario, Costs costs) {
        double pods = (double) scenario.pods() / scenario.databases();
        double sessions = (double) scenario.sessions() / scenario.databases();
        return pods / 1e6 * (costs.beat() + costs.reported() * scenario.active() * sessions / pods
                + costs.beatThousandHeld() * sessions / 1000 + costs.beatNode() * pods);
    }

    private static String length(long nanos) {
        return nanos < MILLIS ? String.format(Locale.ROOT, "%.0f µs", nanos / MICROS)
                : String.format(Locale.ROOT, "%.1f ms", nanos / MILLIS);
    }
}
