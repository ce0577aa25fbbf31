package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A client that says exactly what it is told, and checks what it hears: the test reads as a transcript. */
final class FtpProbe implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int TLS_ALERT = 21;
    private static final Pattern EPSV_REPLY = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\)");

    private final HoldingSocket tcp;
    private Socket socket;
    private BufferedReader in;

    private FtpProbe(HoldingSocket socket) throws IOException {
        tcp = socket;
        use(socket);
    }

    private void use(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        // What is sent in pieces arrives in pieces.
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static FtpProbe connect(int port) throws IOException {
        return from("127.0.0.1", port);
    }

    /** @param address one of loopback, from which the connection comes */
    static FtpProbe from(String address, int port) throws IOException {
        return between(address, "127.0.0.1", port);
    }

    static FtpProbe between(String address, String server, int port) throws IOException {
        HoldingSocket socket = new HoldingSocket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(server, port), PATIENCE_MILLIS);
        return new FtpProbe(socket);
    }

    /** As a proxy does it: goes in one piece with what is sent first. */
    FtpProbe announce(byte[] header) throws IOException {
        tcp.hold();
        tcp.getOutputStream().write(header);
        tcp.letGoWithNext();
        return this;
    }

    /** Of the client's end of the connection. */
    int localPort() {
        return tcp.getLocalPort();
    }

    /** Begins TLS. */
    FtpProbe secure(TlsClient tls) throws IOException {
        SSLSocket secured = tls.overShared(socket);
        secured.setSoTimeout(PATIENCE_MILLIS);
        secured.startHandshake();
        use(secured);
        return this;
    }

    /** Ends TLS, waits until the server has ended it too, and goes on in clear. */
    FtpProbe leaveTls() throws IOException {
        socket.shutdownOutput();
        expectEnd();
        use(tcp);
        return this;
    }

    /** As {@link #leaveTls()}, but sends something in clear together with the end of TLS. */
    FtpProbe leaveTlsWith(String behind) throws IOException {
        tcp.hold();
        socket.shutdownOutput();
        tcp.letGoWith(behind.getBytes(StandardCharsets.UTF_8));
        expectEnd();
        use(tcp);
        return this;
    }

    /** Asks for another handshake inside TLS: in TLS 1.3 for new keys. */
    FtpProbe handshakeAgain() throws IOException {
        ((SSLSocket) socket).startHandshake();
        return this;
    }

    SSLSession tlsSession() {
        return ((SSLSocket) socket).getSession();
    }

    FtpProbe send(String line) throws IOException {
        return sendRaw(line + "\r\n");
    }

    FtpProbe sendRaw(String text) throws IOException {
        return sendRaw(text.getBytes(StandardCharsets.UTF_8));
    }

    FtpProbe sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /**
     * Sends lines without end and without reading, until nothing more goes for half a second.
     *
     * @return how many bytes went, at most a gigabyte
     */
    long sendUntilHeldUp(String line) throws Exception {
        byte[] lines = line.repeat(4096).getBytes(StandardCharsets.US_ASCII);
        AtomicLong sent = new AtomicLong();
        Thread sending = Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < 1L << 30) {
                    socket.getOutputStream().write(lines);
                    sent.addAndGet(lines.length);
                }
            } catch (IOException e) {
                // The test has ended.
            }
        });
        long before;
        do {
            before = sent.get();
        } while (!sending.join(Duration.ofMillis(500)) && sent.get() > before);
        return sent.get();
    }

    /** One byte out of band, as TCP has it: marked as urgent. */
    FtpProbe sendUrgent(byte octet) throws IOException {
        socket.sendUrgentData(octet);
        return this;
    }

    /** The next reply begins with this. */
    FtpProbe expect(String beginning) throws IOException {
        assertThat(reply()).startsWith(beginning);
        return this;
    }

    /** @throws java.net.SocketTimeoutException when it does not come so soon */
    String replyWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        return reply();
    }

    /** For conditions that are looked at again and again. */
    String ask(String line) {
        try {
            return send(line).reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has closed the connection, without anything more to say and without a reset. */
    void expectEnd() throws IOException {
        assertThat(in.readLine()).isNull();
    }

    /** The server has closed the connection without a word; also with a reset, as it has not read all. */
    void expectNothingAndEnd() throws IOException {
        try {
            expectEnd();
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** The server has closed the connection; what it sent before, if anything, was an alert of TLS and no reply. */
    void expectNoText() throws IOException {
        int first = socket.getInputStream().read();
        assertThat(first).isIn(-1, TLS_ALERT);
    }

    /** The next reply, with LF between its lines; null when the connection has ended. */
    String reply() throws IOException {
        String first = in.readLine();
        if (first == null || first.length() < 4 || first.charAt(3) != '-') {
            return first;
        }
        StringBuilder reply = new StringBuilder(first);
        String last = first.substring(0, 3) + " ";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            reply.append('\n').append(line);
            if (line.startsWith(last)) {
                break;
            }
        }
        return reply.toString();
    }

    FtpProbe logIn(String account, String password) throws IOException {
        return expect("220").send("USER " + account).expect("331").send("PASS " + password).expect("230");
    }

    /** Prepares a data connection by EPSV and opens it. */
    DataProbe openData() throws IOException {
        return openDataFrom("127.0.0.1");
    }

    DataProbe openDataFrom(String address) throws IOException {
        return DataProbe.connect(address, askForDataPort());
    }

    int askForDataPort() throws IOException {
        Matcher reply = EPSV_REPLY.matcher(send("EPSV").reply());
        assertThat(reply.matches()).isTrue();
        return Integer.parseInt(reply.group(1));
    }

    /** As a client that crashes: with a reset. */
    void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        // TLS over it would first wait for what the server may never say.
        tcp.close();
        socket.close();
    }

    /** Can keep back what is sent, to send it at once. */
    private static final class HoldingSocket extends Socket {
        /** Null while nothing is kept back. */
        private volatile ByteArrayOutputStream held;
        private boolean untilNext;

        boolean isHolding() {
            return held != null;
        }

        void hold() {
            held = new ByteArrayOutputStream();
        }

        void letGoWithNext() {
            untilNext = true;
        }

        void letGoWith(byte[] behind) throws IOException {
            held.write(behind);
            byte[] all = held.toByteArray();
            held = null;
            getOutputStream().write(all);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (held == null) {
                        out.write(bytes, from, length);
                    } else if (untilNext) {
                        letGoWith(Arrays.copyOfRange(bytes, from, from + length));
                    } else {
                        held.write(bytes, from, length);
                    }
                }
            };
        }
    }

    /** The other connection. */
    static final class DataProbe implements AutoCloseable {
        private final HoldingSocket tcp;
        private Socket socket;

        private DataProbe(HoldingSocket socket) {
            this.tcp = socket;
            this.socket = socket;
        }

        static DataProbe connect(String from, int port) throws IOException {
            return between(from, "127.0.0.1", port);
        }

        static DataProbe between(String from, String server, int port) throws IOException {
            HoldingSocket socket = new HoldingSocket();
            socket.setReceiveBufferSize(256 << 10);
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress(server, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new DataProbe(socket);
        }

        /** As a proxy does it: goes in one piece with what is sent first. */
        DataProbe announce(byte[] header) throws IOException {
            tcp.hold();
            tcp.getOutputStream().write(header);
            tcp.letGoWithNext();
            return this;
        }

        /** Begins TLS. */
        DataProbe secure(TlsClient tls) throws IOException {
            SSLSocket secured = tls.over(socket);
            secured.setSoTimeout(PATIENCE_MILLIS);
            secured.startHandshake();
            socket = secured;
            return this;
        }

        SSLSession tlsSession() {
            return ((SSLSocket) socket).getSession();
        }

        /** The TCP connection, with TLS over it or not. */
        Socket underneath() {
            return tcp;
        }

        String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        byte[] bytes() throws IOException {
            return socket.getInputStream().readAllBytes();
        }

        /** What came before the connection was closed, be it with a reset, as the server has not read all. */
        byte[] bytesBeforeItsEnd() throws IOException {
            try {
                return bytes();
            } catch (SocketException e) {
                return new byte[0];
            }
        }

        /** Whether something has gone since it was announced. */
        boolean hasSent() {
            return !tcp.isHolding();
        }

        /**
         * Reads to the end, and takes its time.
         *
         * @return how many bytes came
         */
        long bytesSlowly(long millis) throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            byte[] piece = new byte[64 << 10];
            long bytes = 0;
            for (int read = 0; read >= 0; read = socket.getInputStream().read(piece)) {
                bytes += read;
                never.await(millis * piece.length / (12 << 20), TimeUnit.MILLISECONDS);
            }
            return bytes;
        }

        DataProbe send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        DataProbe send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** As a client that crashes: with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
