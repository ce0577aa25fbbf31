package io.drawbridge.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that are read and listed, put into an account by FTP itself: so every server has the same, wherever it keeps them.
 */
public final class Content implements AutoCloseable {
    static final long SMALL = 4 << 10;
    static final long MIDDLE = 1 << 20;
    static final long LARGE = 64 << 20;
    private static final String FOLDER = "/bench-load";
    static final String UPLOADS = FOLDER + "/uploads";
    static final String LISTED = FOLDER + "/listed";
    /** Made last: where it is, all is there. */
    private static final String WHOLE = FOLDER + "/whole";
    private static final int FILES = 1000;
    private static final int LISTED_SIZE = 100;
    private static final int MAX_SILENCE_MILLIS = 60_000;
    private static final Pattern PORT = Pattern.compile(",(\\d{1,3}),(\\d{1,3})\\D*$");

    private final Server server;
    private final Socket socket;
    private final BufferedReader replies;
    private final ReplyReader reader = new ReplyReader();

    private Content(Server server) throws IOException {
        this.server = server;
        this.socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(MAX_SILENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    static String file(long size) {
        return FOLDER + "/" + size;
    }

    /**
     * Makes what is not there yet.
     *
     * @throws IOException in words: the server cannot be reached, or does not let the account do it
     */
    public static void prepare(Server server) throws IOException {
        try (Content content = new Content(server)) {
            expect("the greeting", content.reply(), 220);
            content.say("USER " + server.user(), 331);
            content.say("PASS " + server.password(), 230);
            if (content.say("CWD " + WHOLE).isPositive()) {
                return;
            }
            content.say("TYPE I", 200);
            for (String folder : new String[] { FOLDER, UPLOADS, LISTED }) {
                content.say("MKD " + folder);
            }
            for (long size : new long[] { SMALL, MIDDLE, LARGE }) {
                content.store(file(size), (int) size);
            }
            for (int i = 0; i < FILES; i++) {
                content.store("%s/report-%04d.txt".formatted(LISTED, i), LISTED_SIZE);
            }
            content.say("MKD " + WHOLE, 257);
        } catch (IOException e) {
            throw new IOException("files for " + server.name() + ": " + e.getMessage(), e);
        }
    }

    private void store(String path, int size) throws IOException {
        Matcher port = PORT.matcher(say("PASV", 227).text());
        if (!port.find()) {
            throw new IOException("PASV names no port");
        }
        try (Socket data = new Socket(server.address().getAddress(),
                Integer.parseInt(port.group(1)) << 8 | Integer.parseInt(port.group(2)))) {
            Reply begun = say("STOR " + path);
            if (!begun.isPreliminary()) {
                throw new IOException("STOR is answered " + begun.code() + " " + begun.text());
            }
            byte[] noise = new byte[size];
            new Random(size).nextBytes(noise);
            data.getOutputStream().write(noise);
        }
        expect("STOR", reply(), 226);
    }

    private Reply say(String line, int code) throws IOException {
        Reply reply = say(line);
        expect(line.startsWith("PASS") ? "PASS" : line, reply, code);
        return reply;
    }

    private Reply say(String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reply();
    }

    private static void expect(String what, Reply reply, int code) throws IOException {
        if (reply.code() != code) {
            throw new IOException(what + " is answered " + reply.code() + " " + reply.text());
        }
    }

    private Reply reply() throws IOException {
        while (true) {
            int octet = replies.read();
            if (octet < 0) {
                throw new IOException("it has closed the connection");
            }
            var reply = reader.next((byte) octet);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
