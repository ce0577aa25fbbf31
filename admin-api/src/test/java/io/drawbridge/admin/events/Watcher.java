package io.drawbridge.admin.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.drawbridge.admin.Client;

/** One that watches events by HTTP/1.1, and reads only when it is asked to. */
final class Watcher implements AutoCloseable {
    private static final int MAX_SILENCE_MILLIS = 20_000;

    /** @param id may be null; @param type and data are null in a comment */
    record Event(String id, String type, String data, String comment) {
    }

    private final Socket socket;
    private final BufferedReader reader;

    /** @param query with its question mark; may be empty */
    Watcher(URI server, String query, String authorization, String lastEventId) throws IOException {
        socket = new Socket();
        socket.setSoTimeout(MAX_SILENCE_MILLIS);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        String request = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: "
                + authorization + "\r\n" + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        reader = new BufferedReader(new InputStreamReader(new Chunks(socket.getInputStream()), StandardCharsets.UTF_8));
    }

    static String admin() {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + Client.PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /** The next block of lines; null at the end. */
    Event next() throws IOException {
        String id = null;
        String type = null;
        String data = null;
        String comment = null;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty()) {
                return new Event(id, type, data, comment);
            }
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data = value;
                case "" -> comment = value;
                case "retry" -> assertThat(Integer.parseInt(value)).isPositive();
                default -> throw new AssertionError(line);
            }
        }
        return null;
    }

    /** The next one that is no comment. */
    Event event() throws IOException {
        Event event = next();
        while (event != null && event.type() == null) {
            event = next();
        }
        return event;
    }

    /** Whether the server has closed, found out without reading. */
    boolean isCutOff() {
        try {
            socket.getOutputStream().write('\n');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The body of an answer that comes in chunks, behind its head, which must be of status 200. */
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private int left;
        private boolean begun;

        Chunks(InputStream in) throws IOException {
            this.in = in;
            String status = line();
            assertThat(status).startsWith("HTTP/1.1 200 ");
            String header = line();
            while (!header.isEmpty()) {
                if (header.regionMatches(true, 0, "content-type:", 0, 13)) {
                    assertThat(header).containsIgnoringCase("text/event-stream");
                }
                header = line();
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("the answer ends after " + line);
                }
                line.append((char) b);
            }
            return line.toString().strip();
        }

        private boolean chunk() throws IOException {
            if (left == 0) {
                if (begun) {
                    line();
                }
                begun = true;
                left = Integer.parseInt(line(), 16);
            }
            return left > 0;
        }

        @Override
        public int read() throws IOException {
            if (!chunk()) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!chunk()) {
                return -1;
            }
            int read = in.read(bytes, offset, Math.min(length, left));
            left -= read;
            return read;
        }
    }
}
