package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An upload that goes on for as long as the test wants. */
final class Upload implements AutoCloseable {
    private static final Pattern EPSV_REPLY = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\)");

    private final Socket data;

    private Upload(Socket data) {
        this.data = data;
    }

    /** @param client that is logged in; what it reads next is how the upload ended */
    static Upload begin(FtpProbe client, String file) throws IOException {
        Matcher reply = EPSV_REPLY.matcher(client.send("EPSV").expect("229"));
        assertThat(reply.matches()).isTrue();
        Upload upload = new Upload(new Socket(FtpProbe.LOCALHOST, Integer.parseInt(reply.group(1))));
        client.send("STOR " + file).expect("150");
        return upload;
    }

    void write(String text) throws IOException {
        data.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void end() throws IOException {
        data.close();
    }

    @Override
    public void close() throws IOException {
        data.close();
    }
}
