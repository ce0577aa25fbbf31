package io.drawbridge.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Clients that connect in the same moment. Those that are let in stay until it is closed. */
final class Storm implements AutoCloseable {
    private static final int MAX_SILENCE_MILLIS = 60_000;

    /** @param heard the greeting; of a client that was not let in, all that it could read, or the exception */
    private record Client(Socket socket, String heard) {
    }

    private final List<Client> clients;

    private Storm(List<Client> clients) {
        this.clients = clients;
    }

    static Storm of(int clients, int... ports) throws InterruptedException {
        return of(clients, "", ports);
    }

    /**
     * @param first what each client sends before any of them reads; none when empty
     * @param ports over which the clients are spread
     */
    static Storm of(int clients, String first, int... ports) throws InterruptedException {
        CyclicBarrier allHere = new CyclicBarrier(clients);
        CountDownLatch allHaveSent = new CountDownLatch(clients);
        List<Callable<Client>> arrivals = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int port = ports[i % ports.length];
            arrivals.add(() -> arrive(port, first, allHere, allHaveSent));
        }
        return new Storm(run(arrivals));
    }

    /** Clients that are gone before they could be greeted, with a reset. */
    static void ofImpatient(int clients, int port) throws InterruptedException {
        CyclicBarrier allHere = new CyclicBarrier(clients);
        Callable<Void> impatient = () -> {
            allHere.await();
            try (Socket socket = new Socket(FtpProbe.LOCALHOST, port)) {
                // With this, closing sends a reset.
                socket.setSoLinger(true, 0);
            }
            return null;
        };
        run(Stream.generate(() -> impatient).limit(clients).toList());
    }

    private static <T> List<T> run(List<Callable<T>> tasks) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        }
    }

    private static Client arrive(int port, String first, CyclicBarrier allHere, CountDownLatch allHaveSent)
            throws Exception {
        Socket socket = new Socket();
        socket.setSoTimeout(MAX_SILENCE_MILLIS);
        allHere.await();
        try {
            socket.connect(new InetSocketAddress(FtpProbe.LOCALHOST, port));
            socket.getOutputStream().write(first.getBytes(StandardCharsets.UTF_8));
        } finally {
            allHaveSent.countDown();
        }
        allHaveSent.await();
        return new Client(socket, hear(socket.getInputStream()));
    }

    private static String hear(InputStream in) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                heard.write(b);
                if (b == '\n' && heard.toString(StandardCharsets.UTF_8).startsWith("220")) {
                    break;
                }
            }
            return heard.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e + " after \"" + heard.toString(StandardCharsets.UTF_8) + '"';
        }
    }

    List<String> admitted() {
        return heard().filter(text -> text.startsWith("220 ")).toList();
    }

    List<String> notAdmitted() {
        return heard().filter(text -> !text.startsWith("220 ")).toList();
    }

    private Stream<String> heard() {
        return clients.stream().map(Client::heard);
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.socket().close();
        }
    }
}
