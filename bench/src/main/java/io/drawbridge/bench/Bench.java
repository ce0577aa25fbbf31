package io.drawbridge.bench;

import java.util.List;
import java.util.Set;

import io.drawbridge.bench.compare.Comparison;
import io.drawbridge.bench.door.Costs;
import io.drawbridge.bench.load.ConnectionStorm;
import io.drawbridge.bench.load.TransferLoad;
import io.drawbridge.bench.scaling.ScalingSimulation;

/** {@code java -jar bench/target/bench.jar [command] [arguments]}; without a command it compares. See bench/README.md. */
public final class Bench {
    private static final int MILLIS_A_COST = 2000;
    private static final int MOST_MILLIS = 60_000;

    private Bench() {
    }

    public static void main(String... arguments) throws Exception {
        // Before anybody logs: libraries of the server's ask for it.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        List<String> words = List.of(arguments);
        boolean named = !words.isEmpty() && !words.getFirst().startsWith("-");
        List<String> rest = named ? words.subList(1, words.size()) : words;
        try {
            switch (named ? words.getFirst() : "compare") {
                case "compare" -> Comparison.run(rest, System.out);
                case "storm" -> ConnectionStorm.run(rest, System.out);
                case "load" -> TransferLoad.run(rest, System.out);
                case "costs" -> Costs.measure(new Arguments(rest, Set.of(), Set.of("millis"))
                        .number("millis", MILLIS_A_COST, 1, MOST_MILLIS) / 1e3).print(System.out);
                case "scaling" -> ScalingSimulation.run(rest, System.out);
                case "jmh" -> org.openjdk.jmh.Main.main(rest.toArray(String[]::new));
                default -> throw new IllegalArgumentException(
                        "there is no \"" + words.getFirst() + "\", but compare, storm, load, costs, scaling and jmh");
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }
}
