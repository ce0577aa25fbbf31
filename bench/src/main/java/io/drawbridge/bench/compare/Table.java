package io.drawbridge.bench.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** One line for each figure, one column for each server; ours is the first. */
final class Table {
    private static final int PRECISE_BELOW = 100;

    /** In which direction a figure is better. */
    enum Better {
        HIGHER("↑"),
        LOWER("↓");

        private final String arrow;

        Better(String arrow) {
            this.arrow = arrow;
        }

        double best(Collection<Double> values) {
            return switch (this) {
                case HIGHER -> values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
                case LOWER -> values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            };
        }
    }

    /** @param values of each round, by server */
    private record Row(Better better, Map<String, List<Double>> values) {
    }

    private final List<String> servers;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    /** By what they are about. */
    private final Map<String, Integer> errors = new TreeMap<>();

    /** @param servers ours first */
    Table(List<String> servers) {
        this.servers = servers;
    }

    void add(String figure, Better better, String server, double value) {
        rows.computeIfAbsent(figure, title -> new Row(better, new LinkedHashMap<>())).values()
                .computeIfAbsent(server, name -> new ArrayList<>()).add(value);
    }

    void error(String what, int times) {
        errors.merge(what, times, Integer::sum);
    }

    /** How often each came; empty when every client got all it asked for. */
    Map<String, Integer> errors() {
        return errors;
    }

    /** The median of the rounds, or nothing where it was not measured. */
    OptionalDouble median(String figure, String server) {
        List<Double> values = rows.get(figure).values().getOrDefault(server, List.of());
        return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(values));
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Ours by the best of the others; nothing where one of them is missing. */
    OptionalDouble ratio(String figure) {
        OptionalDouble ours = median(figure, servers.getFirst());
        List<Double> others = servers.stream().skip(1).map(server -> median(figure, server)).filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble).filter(value -> value > 0).toList();
        return ours.isEmpty() || others.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(ours.getAsDouble() / rows.get(figure).better().best(others));
    }

    void print(PrintStream out) {
        out.println("| figure | " + String.join(" | ", servers) + (servers.size() > 1 ? " | to the best peer |" : " |"));
        out.println("|---|" + "---:|".repeat(servers.size() + (servers.size() > 1 ? 1 : 0)));
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            StringBuilder line = new StringBuilder("| " + row.getKey() + " " + row.getValue().better().arrow + " |");
            for (String server : servers) {
                OptionalDouble value = median(row.getKey(), server);
                line.append(' ').append(value.isPresent() ? text(value.getAsDouble()) : "–").append(" |");
            }
            if (servers.size() > 1) {
                OptionalDouble ratio = ratio(row.getKey());
                line.append(ratio.isPresent() ? String.format(Locale.ROOT, " ×%.2f |", ratio.getAsDouble()) : " – |");
            }
            out.println(line);
        }
        out.println();
        out.println("↑ higher is better, ↓ lower is better; medians of the rounds.");
        out.println(errors.isEmpty() ? "Every client got all it asked for." : "Errors: " + errors);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < PRECISE_BELOW ? "%.1f" : "%,.0f", value);
    }
}
