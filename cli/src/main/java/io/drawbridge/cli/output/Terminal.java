package io.drawbridge.cli.output;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The terminal that the program was started from, by {@code stty}. */
public final class Terminal {
    private static final File TTY = new File("/dev/tty");
    private static final int USUAL_ROWS = 24;
    private static final int USUAL_COLUMNS = 80;
    private static final int MAX_SECONDS = 5;

    /**
     * @param rows 1 or more
     * @param columns 1 or more
     */
    public record Size(int rows, int columns) {
    }

    private Terminal() {
    }

    /** Empty when what is written goes elsewhere, such as into a file. */
    public static Optional<Size> size() {
        if (run(ProcessBuilder.Redirect.INHERIT, "test", "-t", "1").isEmpty()) {
            return Optional.empty();
        }
        String[] said = stty("size").orElse("").strip().split(" ");
        try {
            Size size = new Size(Integer.parseInt(said[0]), Integer.parseInt(said[1]));
            return Optional.of(size.rows > 0 && size.columns > 0 ? size : new Size(USUAL_ROWS, USUAL_COLUMNS));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.of(new Size(USUAL_ROWS, USUAL_COLUMNS));
        }
    }

    /**
     * Keys are read one by one and not shown, until what is returned is run.
     *
     * @return empty when there is no keyboard
     */
    public static Optional<Runnable> keys() {
        Optional<String> before = stty("-g").map(String::strip).filter(state -> !state.isEmpty());
        if (before.isEmpty() || stty("-icanon", "-echo", "min", "1", "time", "0").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(() -> stty(before.get()));
    }

    /**
     * Also where input and output go elsewhere, as those of a password's prompt may.
     *
     * @see Questions
     */
    public static String ask(String question, boolean isSecret) {
        Runnable shown = () -> {
        };
        if (isSecret) {
            Optional<String> before = stty("-g").map(String::strip);
            if (before.isEmpty() || stty("-echo").isEmpty()) {
                return null;
            }
            shown = () -> stty(before.get());
        }
        // Ctrl-C, too, leaves the terminal as it was.
        Thread restore = new Thread(shown, "terminal");
        Runtime.getRuntime().addShutdownHook(restore);
        try (OutputStream out = new FileOutputStream(TTY);
                BufferedReader in = new BufferedReader(new FileReader(TTY, StandardCharsets.UTF_8))) {
            out.write(question.getBytes(StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (isSecret) {
                out.write('\n');
            }
            return answer;
        } catch (IOException e) {
            return null;
        } finally {
            Runtime.getRuntime().removeShutdownHook(restore);
            shown.run();
        }
    }

    private static Optional<String> stty(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "stty";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return run(ProcessBuilder.Redirect.PIPE, words);
    }

    /** What it has written; empty when it went wrong. */
    private static Optional<String> run(ProcessBuilder.Redirect output, String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectInput(TTY).redirectOutput(output)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? Optional.of(written)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
