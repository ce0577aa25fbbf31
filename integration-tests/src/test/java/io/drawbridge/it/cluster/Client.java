package io.drawbridge.it.cluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.drawbridge.it.Api;

/** An FTP client that reads all the time, and keeps what it reads until it is asked for. */
final class Client implements AutoCloseable {
    static final int FTP_PORT = 2121;
    private static final Duration MAX_SILENCE = Duration.ofSeconds(60);

    /** @param text a line with its end; at the end of the connection what is left, and the exception if there was one */
    record Heard(String text, Instant at, boolean end) {
    }

    private final String node;
    private final Socket socket = new Socket();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** @param from one of this namespace's addresses */
    Client(String from, String node) throws IOException {
        this.node = node;
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(node, FTP_PORT), (int) MAX_SILENCE.toMillis());
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Thread.ofVirtual().start(() -> read(in));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    String node() {
        return node;
    }

    private void read(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        String problem = "";
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b == '\n') {
                    heard.add(new Heard(line.toString(StandardCharsets.UTF_8), Instant.now(), false));
                    line.reset();
                }
            }
        } catch (IOException e) {
            problem = "(" + e + ")";
        }
        heard.add(new Heard(line.toString(StandardCharsets.UTF_8) + problem, Instant.now(), true));
    }

    /** The next line, or the end. */
    Heard hear() throws InterruptedException {
        return hear(MAX_SILENCE).orElseGet(() -> new Heard("(silence)", Instant.now(), true));
    }

    /** The next line, or the end; empty when there is none in that time. */
    Optional<Heard> hear(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(heard.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The greeting; of a client that is not let in all that can be read to the end. */
    Heard greeting() throws InterruptedException {
        Heard first = hear();
        return first.text().startsWith("220 ") ? first : andAllThatFollows(first);
    }

    /** To the end. */
    Heard andAllThatFollows(Heard first) throws InterruptedException {
        if (first.end()) {
            return first;
        }
        StringBuilder all = new StringBuilder(first.text());
        Heard next = hear();
        while (!next.end()) {
            all.append(next.text());
            next = hear();
        }
        return new Heard(all + next.text(), next.at(), true);
    }

    /** Reads on until a 421, or the end. */
    Heard farewell() throws InterruptedException {
        Heard next = hear();
        while (!next.end() && !next.text().startsWith("421 ")) {
            next = hear();
        }
        return next;
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A command and its reply, which must be of that code. */
    String say(String line, String code) throws IOException, InterruptedException {
        send(line);
        return expect(code);
    }

    String expect(String code) throws InterruptedException {
        Heard reply = hear();
        if (reply.end() || !reply.text().startsWith(code + " ")) {
            throw new AssertionError("not " + code + " but \"" + reply.text().strip() + "\" from " + node);
        }
        return reply.text();
    }

    Client logIn(String account) throws IOException, InterruptedException {
        expect("220");
        say("USER " + account, "331");
        say("PASS " + Api.passwordOf(account), "230");
        say("TYPE I", "200");
        return this;
    }

    /** Asks for a data connection, and makes it. */
    Socket openData() throws IOException, InterruptedException {
        String reply = say("EPSV", "229");
        int port = Integer.parseInt(reply.replaceFirst("(?s).*\\(\\|\\|\\|(\\d+)\\|\\).*", "$1"));
        Socket data = new Socket();
        data.bind(new InetSocketAddress(socket.getLocalAddress(), 0));
        data.connect(new InetSocketAddress(node, port));
        return data;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
