package io.drawbridge.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Carries TCP connections to a port on loopback, later than they came if so wished, and never out of order. */
final class Relay {
    private static final int MAX_PIECE_BYTES = 64 * 1024;

    /** As PostgreSQL's clients name themselves when they connect. */
    private static final String NOTICES = "drawbridge notices";

    /** @param bytes empty for the end */
    private record Piece(byte[] bytes, long arrived) {
    }

    private final ServerSocket listening;
    private volatile int target;
    private volatile long delayNanos;
    private volatile boolean swallowing;
    /** The connections of those who listen for notices. */
    private final Set<Socket> listeners = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** @param port on every address of this namespace */
    Relay(int port, int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(port, 1024);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    void forwardTo(int port) {
        target = port;
    }

    void delay(Duration eachWay) {
        delayNanos = eachWay.toNanos();
    }

    /** From now on nothing arrives, until {@link #release}: then all of it at once. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    /**
     * While on, what PostgreSQL says to those who listen for notices is lost, and their connections seem to stand. Afterwards
     * they are reset.
     */
    void swallowNotices(boolean on) {
        if (swallowing && !on) {
            listeners.forEach(Relay::reset);
        }
        swallowing = on;
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException e) {
                System.err.println("the relay ends: " + e);
                return;
            }
        }
    }

    private void carry(Socket client) {
        Socket server = new Socket();
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            reset(client);
            return;
        }
        carry(client, server, piece -> {
            if (new String(piece.bytes(), StandardCharsets.ISO_8859_1).contains(NOTICES)) {
                listeners.add(client);
            }
            return true;
        });
        carry(server, client, piece -> !(swallowing && listeners.contains(client)));
    }

    private void carry(Socket from, Socket to, Predicate<Piece> arrives) {
        BlockingQueue<Piece> onItsWay = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> read(from, onItsWay));
        Thread.ofVirtual().start(() -> write(onItsWay, to, arrives));
    }

    private static void read(Socket from, BlockingQueue<Piece> onItsWay) {
        byte[] buffer = new byte[MAX_PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                onItsWay.add(new Piece(Arrays.copyOf(buffer, read), System.nanoTime()));
            }
        } catch (IOException e) {
            // An end like any other: the other side is closed.
        }
        onItsWay.add(new Piece(new byte[0], System.nanoTime()));
    }

    private void write(BlockingQueue<Piece> onItsWay, Socket to, Predicate<Piece> arrives) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = onItsWay.take(); piece.bytes().length > 0; piece = onItsWay.take()) {
                // The delay is what this is for: there is no event to wait for.
                TimeUnit.NANOSECONDS.sleep(piece.arrived() + delayNanos - System.nanoTime());
                gate.await();
                if (arrives.test(piece)) {
                    out.write(piece.bytes());
                }
            }
        } catch (IOException | InterruptedException e) {
            // The reader of this side hears of it too.
        } finally {
            listeners.remove(to);
        }
    }

    private static void reset(Socket client) {
        try (client) {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // It has gone by itself.
        }
    }
}
