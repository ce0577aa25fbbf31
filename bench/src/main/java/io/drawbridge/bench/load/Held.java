package io.drawbridge.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sessions that are greeted and then only stay, until it is closed. */
public final class Held implements AutoCloseable {
    private static final int MAX_HELD = 20_000;
    /** At a time: forking servers have short queues. */
    private static final int AT_A_TIME = 20;
    private static final long MAX_SECONDS = 120;

    private final Network network;
    private final List<Control> controls = new ArrayList<>();

    private Held(Network network) {
        this.network = network;
    }

    /**
     * @throws IllegalArgumentException for more than {@code 20000}
     * @throws IllegalStateException when one is not let in
     */
    public static Held open(Network network, Server server, int sessions) throws InterruptedException {
        if (sessions < 0 || sessions > MAX_HELD) {
            throw new IllegalArgumentException("at most " + MAX_HELD + " sessions are held");
        }
        Held held = new Held(network);
        try {
            for (int left = sessions; left > 0; left -= AT_A_TIME) {
                held.add(server, Math.min(left, AT_A_TIME));
            }
            return held;
        } catch (IllegalStateException e) {
            held.close();
            throw e;
        }
    }

    private void add(Server server, int more) throws InterruptedException {
        List<CompletableFuture<Void>> greetings = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            CompletableFuture<Void> greeted = new CompletableFuture<>();
            greetings.add(greeted);
            Control control = new Control(reply -> {
                if (reply.code() == 220) {
                    greeted.complete(null);
                } else {
                    greeted.completeExceptionally(new IllegalStateException(server.name() + " answers " + reply.code()));
                }
            }, why -> greeted.completeExceptionally(new IllegalStateException(server.name() + ": " + why)));
            controls.add(control);
            network.loop().execute(() -> control.connect(network, server));
        }
        try {
            CompletableFuture.allOf(greetings.toArray(CompletableFuture[]::new)).get(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(server.name() + " does not greet", e);
        }
    }

    @Override
    public void close() {
        network.loop().execute(() -> controls.forEach(Control::end));
    }
}
