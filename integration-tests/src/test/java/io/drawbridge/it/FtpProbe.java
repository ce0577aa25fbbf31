package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of a few lines: says what it is told to say, and reads what comes. */
final class FtpProbe implements AutoCloseable {
    static final String LOCALHOST = "127.0.0.1";
    private static final Duration MAX_SILENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final BufferedReader reader;

    private FtpProbe(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static FtpProbe connect(int port) throws IOException {
        return connectFrom(LOCALHOST, port);
    }

    /** @param address one of this machine, such as 127.0.0.2 */
    static FtpProbe connectFrom(String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.setSoTimeout((int) MAX_SILENCE.toMillis());
        socket.connect(new InetSocketAddress(LOCALHOST, port));
        return new FtpProbe(socket);
    }

    FtpProbe send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Reads one reply of that code, and returns it. */
    String expect(String code) throws IOException {
        String line = reader.readLine();
        assertThat(line).as("the reply").startsWith(code);
        StringBuilder reply = new StringBuilder(line);
        while (line != null && !line.startsWith(code + " ")) {
            line = reader.readLine();
            reply.append('\n').append(line);
        }
        return reply.toString();
    }

    /** Whatever comes; null when the server has closed. */
    String line() throws IOException {
        return reader.readLine();
    }

    /** The server has nothing more to say, and has closed. */
    void expectEnd() throws IOException {
        assertThat(reader.readLine()).as("what comes after the last reply").isNull();
    }

    FtpProbe logIn(String account) throws IOException {
        send("USER " + account).expect("331");
        send("PASS " + Api.passwordOf(account)).expect("230");
        return this;
    }

    FtpProbe greeted() throws IOException {
        expect("220");
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
