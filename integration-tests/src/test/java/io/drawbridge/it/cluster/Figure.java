package io.drawbridge.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the tests measure, as {@code docs/cluster-guarantees.md} shows it. */
public enum Figure {
    PROCESSORS("processors of the machine on which all of it ran, the clients included", ""),
    OVERSHOOT("most sessions counted above a limit, in all tests", "sessions"),
    ADMISSIONS("answers in a storm of 2,000 over three nodes without a limit, median of the storms", "per second"),
    SLOTS_BACK("slots free again after SIGKILL of a node, longest", "s"),
    PAUSED_READMITTED("sessions of the paused node counted again after SIGCONT, where 40 had room", "sessions"),
    PAUSED_CLOSED("sessions of the paused node closed with 421 after SIGCONT, where 60 had none", "sessions"),
    CUT_COUNTED_AGAIN("count exact again after the link to the database was mended, longest", "s"),
    AWAY_ADMITTED("newcomers that read 220 while PostgreSQL was down", "clients"),
    AWAY_REFUSED("newcomers that read 421 while PostgreSQL was down", "clients"),
    AWAY_OTHER("newcomers that read anything else, while it was down and until all nodes admitted again", "clients"),
    AWAY_RUNNING_LOST("running sessions lost with PostgreSQL", "sessions"),
    AWAY_FIRST_220("from PostgreSQL's start after the crash to 220 on all three nodes, longest", "s"),
    SLOW_OTHER("clients in a storm of 2,000 that read neither 220 nor 421, 300 ms away from the database", "clients"),
    CLOSING_P50("from the REST answer to 421 on all three nodes, p50", "ms"),
    CLOSING_P99("from the REST answer to 421 on all three nodes, p99", "ms"),
    CLOSING_UNHEARD("from the REST answer to 421 on all three nodes, without notices, longest", "ms"),
    KICK_P50("from the REST answer to the 421 of an ended session, p50", "ms"),
    KICK_P99("from the REST answer to the 421 of an ended session, p99", "ms"),
    KICK_UNHEARD("from the REST answer to the 421 of an ended session, without notices, longest", "ms");

    /** Tests run in their module's folder. */
    private static final Path FILE = Path.of("target", "cluster-guarantees.txt");
    private static final Map<Figure, String> MEASURED = new EnumMap<>(Figure.class);

    private final String words;
    private final String unit;

    Figure(String words, String unit) {
        this.words = words;
        this.unit = unit;
    }

    /** Prints a value, and writes it to the file. */
    void is(double value) {
        String text = String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
        System.out.println("[guarantee] " + words + ": " + (text + " " + unit).strip());
        synchronized (MEASURED) {
            MEASURED.put(this, text);
            StringBuilder lines = new StringBuilder();
            MEASURED.forEach((figure, measured) -> lines.append(figure).append('=').append(measured).append('\n'));
            try {
                Files.createDirectories(FILE.getParent());
                Files.writeString(FILE, lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The rows of the page, with the figures of the last run of the tests in this folder; empty when it has not measured all.
     */
    public static Optional<String> rows() throws IOException {
        Map<String, String> measured = new TreeMap<>();
        if (Files.exists(FILE)) {
            for (String line : Files.readAllLines(FILE)) {
                measured.put(line.replaceFirst("=.*", ""), line.replaceFirst(".*=", ""));
            }
        }
        StringBuilder rows = new StringBuilder();
        for (Figure figure : values()) {
            if (!measured.containsKey(figure.name())) {
                return Optional.empty();
            }
            rows.append(figure.row(measured.get(figure.name())));
        }
        return Optional.of(rows.toString());
    }

    private String row(String value) {
        return "| " + words + " | " + (value + " " + unit).strip() + " |\n";
    }

    /** Whether a page shows each figure, with some value. */
    public static boolean areAllIn(String page) {
        return Stream.of(values()).allMatch(figure -> page.contains("| " + figure.words + " | "));
    }
}
