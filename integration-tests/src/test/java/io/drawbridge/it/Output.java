package io.drawbridge.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program has written so far, in lines. */
public final class Output {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    public Output(InputStream from) {
        Thread.ofVirtual().start(() -> read(from));
    }

    private void read(InputStream from) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(unreadable from here: " + e + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** @return empty when there is no such line in time, or at all */
    synchronized Optional<MatchResult> await(Pattern pattern, Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        Optional<MatchResult> found = find(pattern);
        while (found.isEmpty() && !ended && System.nanoTime() < until) {
            wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            found = find(pattern);
        }
        return found;
    }

    /** All of it, once the program has ended. */
    synchronized List<String> all() throws InterruptedException {
        while (!ended) {
            wait();
        }
        return List.copyOf(lines);
    }

    synchronized Optional<MatchResult> find(Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::find).map(Matcher::toMatchResult).findFirst();
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
