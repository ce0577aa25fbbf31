package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;

/** MODE Z. */
@QuarkusTest
class DeflateTest extends ConversationTest {
    private static final byte[] RANDOM = new byte[3 << 20];
    private static final byte[] MONOTONOUS = "the same again and again\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    static {
        new Random(3).nextBytes(RANDOM);
    }

    private static byte[] deflate(byte[] content) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(content);
        }
        return deflated.toByteArray();
    }

    private static byte[] inflate(byte[] wire) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(wire)).readAllBytes();
    }

    private FtpProbe deflating() throws IOException {
        return logIn().send("TYPE I").expect("200").send("mode z").expect("200");
    }

    @Test
    void what_is_stored_is_what_is_retrieved() throws Exception {
        try (FtpProbe client = deflating()) {
            for (byte[] content : new byte[][] { {}, { 7 }, RANDOM, MONOTONOUS }) {
                try (DataProbe up = client.openData()) {
                    client.send("STOR file").expect("150");
                    up.send(deflate(content));
                }
                client.expect("226");
                assertThat(home.resolve("file")).hasBinaryContent(content);
                try (DataProbe down = client.openData()) {
                    client.send("RETR file").expect("150");
                    assertThat(inflate(down.bytes())).isEqualTo(content);
                }
                client.expect("226");
            }
        }
    }

    @Test
    void less_goes_over_the_wire() throws Exception {
        Files.write(home.resolve("file"), MONOTONOUS);
        try (FtpProbe client = deflating(); DataProbe down = client.openData()) {
            client.send("RETR file").expect("150");
            assertThat(down.bytes()).hasSizeLessThan(MONOTONOUS.length / 50);
            client.expect("226");
        }
    }

    @Test
    void listings_and_lines_and_what_is_resumed_are_deflated_too_until_MODE_S() throws Exception {
        Files.writeString(home.resolve("file"), "one\ntwo\n");
        try (FtpProbe client = deflating()) {
            try (DataProbe down = client.openData()) {
                client.send("NLST").expect("150");
                assertThat(inflate(down.bytes())).asString().isEqualTo("file\r\n");
            }
            client.expect("226").send("REST 4").expect("350");
            try (DataProbe down = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(inflate(down.bytes())).asString().isEqualTo("two\n");
            }
            client.expect("226").send("TYPE A").expect("200");
            try (DataProbe down = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(inflate(down.bytes())).asString().isEqualTo("one\r\ntwo\r\n");
            }
            client.expect("226").send("MODE B").expect("504").send("MODE S").expect("200");
            try (DataProbe down = client.openData()) {
                client.send("NLST").expect("150");
                assertThat(down.text()).isEqualTo("file\r\n");
            }
            client.expect("226");
        }
    }

    @Test
    void what_is_cut_off_or_not_deflated_leaves_nothing() throws Exception {
        byte[] deflated = deflate(RANDOM);
        try (FtpProbe client = deflating()) {
            for (byte[] wire : new byte[][] { Arrays.copyOf(deflated, deflated.length / 2), MONOTONOUS }) {
                DataProbe up = client.openData();
                client.send("STOR file").expect("150");
                try {
                    up.send(wire).close();
                } catch (IOException e) {
                    // The server has seen enough.
                }
                client.expect("426");
                assertThat(home.toFile().list()).isEmpty();
            }
            client.send("NOOP").expect("200");
        }
    }

    @Test
    void ABOR_ends_it() throws Exception {
        try (FtpProbe client = deflating()) {
            DataProbe up = client.openData();
            client.send("STOR file").expect("150");
            up.send(Arrays.copyOf(deflate(RANDOM), 100_000));
            client.send("ABOR").expect("426").expect("226").send("NOOP").expect("200");
            up.close();
        }
        assertThat(home.toFile().list()).isEmpty();
    }
}
