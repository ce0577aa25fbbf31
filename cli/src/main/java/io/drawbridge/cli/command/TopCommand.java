package io.drawbridge.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.output.Terminal;
import io.drawbridge.cli.output.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@link Overview}, again and again. */
@Command(name = "top", description = { "See what goes on, live: door, sessions, refusals, nodes.",
        "q or Ctrl-C ends it, any other key looks again at once. Where there is no terminal it is written once." })
public final class TopCommand implements Runnable {
    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String END_OF_LINE = "\033[K\r\n";
    private static final String BELOW = "\033[J";

    @Option(names = "--every", paramLabel = "DURATION", defaultValue = "2s", description = "How often to look (default: ${DEFAULT-VALUE}).")
    private String every;

    @Option(names = "--count", paramLabel = "N", description = "How often in all; without end unless given.")
    private Integer count;

    private final Shell shell;
    private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();

    public TopCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Duration pause = shell.spoken().duration("--every", every);
        if (count != null && count < 1) {
            throw Failure.usage("--count must be 1 or more");
        }
        if (shell.surroundings().terminal().isEmpty() || shell.isJson()) {
            write(pause, count == null ? 1 : count);
        } else {
            draw(pause, count == null ? Integer.MAX_VALUE : count);
        }
    }

    /** One after the other. */
    private void write(Duration pause, int times) {
        Overview before = null;
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                isQuit(pause);
                shell.say(shell.isJson() ? List.of() : List.of(""));
            }
            Overview now = Overview.of(shell.api(), shell.spoken().now());
            shell.say(shell.isJson() ? List.of(now.json().toString()) : lines(now, before, shell.width()));
            shell.surroundings().out().flush();
            before = now;
        }
    }

    /** Each in the place of the one before. */
    private void draw(Duration pause, int times) {
        PrintWriter screen = shell.surroundings().out();
        Runnable keyboard = Terminal.keys().orElse(() -> {
        });
        Thread restore = new Thread(() -> leave(screen, keyboard), "terminal");
        // Ctrl-C, too, leaves the terminal as it was.
        Runtime.getRuntime().addShutdownHook(restore);
        Thread.ofPlatform().daemon().start(this::readKeys);
        try {
            screen.print(ENTER);
            Overview before = null;
            for (int i = 0; i < times; i++) {
                List<String> lines;
                try {
                    Overview now = Overview.of(shell.api(), shell.spoken().now());
                    lines = lines(now, before, shell.width());
                    before = now;
                } catch (Failure e) {
                    if (e.exit() != ExitCode.UNREACHABLE && e.exit() != ExitCode.UNABLE) {
                        throw e;
                    }
                    // It may be back soon.
                    lines = List.of(Text.clean(e.getMessage()));
                }
                show(screen, lines);
                if (isQuit(pause)) {
                    break;
                }
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(restore);
            leave(screen, keyboard);
        }
    }

    private static void leave(PrintWriter screen, Runnable keyboard) {
        screen.print(LEAVE);
        screen.flush();
        keyboard.run();
    }

    private static void show(PrintWriter screen, List<String> lines) {
        Terminal.Size size = Terminal.size().orElseThrow(() -> new Failure(ExitCode.USAGE, "the terminal is gone"));
        StringBuilder frame = new StringBuilder(HOME);
        lines.stream().limit(size.rows() - 1L)
                .forEach(line -> frame.append(Text.within(line, size.columns())).append(END_OF_LINE));
        screen.print(frame.append(BELOW));
        screen.flush();
    }

    private List<String> lines(Overview now, Overview before, int width) {
        List<String> lines = new ArrayList<>(now.lines(before));
        lines.add("");
        lines.addAll(NodeCommands.table(shell).lines(now.nodes().path("items"), width));
        lines.add("");
        lines.addAll(SessionCommands.tableOfBytes(shell).lines(now.sessions().path("items"), width));
        return lines;
    }

    private void readKeys() {
        try {
            int key;
            do {
                key = shell.surroundings().in().read();
                keys.add(key);
            } while (key >= 0);
        } catch (IOException e) {
            // Nobody types any more.
            keys.add((int) 'q');
        }
    }

    private boolean isQuit(Duration pause) {
        try {
            Integer key = keys.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
            return key != null && (key == 'q' || key == 'Q' || key < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
