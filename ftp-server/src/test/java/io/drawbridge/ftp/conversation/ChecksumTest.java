package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ChecksumTest extends ConversationTest {

    private static final String MD5 = "e807f1fcf82d132f9bb018ca6738a19f";
    private static final String SHA_1 = "01b307acba4f54f55aafc33bb06bbbf6ca803e9a";
    private static final String SHA_256 = "c775e7b757ede630cd0aa1113bd102661ab38829ca52a6422ab782862f268646";
    private static final String SHA_512 = "12b03226a6d8be9c6e8cd5e55dc6c7920caaa39df14aab92d5e3ea9340d1c8a4"
            + "d3d0b8e4314f1f6ef131ba4bf1ceb9186ab87c801af0d5c95b1befb8cedae2b9";
    private static final String CRC_32 = "261daee5";
    /** Of "345". */
    private static final String CRC_32_OF_PART = "34f5b50f";

    @Test
    void HASH_tells_what_OPTS_HASH_has_chosen() throws Exception {
        Files.writeString(home.resolve("a file"), "1234567890");
        Files.writeString(home.resolve("empty"), "");
        try (FtpProbe client = logIn()) {
            client.send("HASH a file").expect("213 SHA-256 0-9 " + SHA_256 + " a file")
                    .send("OPTS HASH").expect("200 SHA-256").send("OPTS HASH sha-512").expect("200 SHA-512")
                    .send("HASH a file").expect("213 SHA-512 0-9 " + SHA_512 + " a file")
                    .send("OPTS HASH MD5").expect("200 MD5").send("HASH a file").expect("213 MD5 0-9 " + MD5)
                    .send("OPTS HASH SHA-1").expect("200 SHA-1").send("HASH a file").expect("213 SHA-1 0-9 " + SHA_1)
                    .send("OPTS HASH CRC32").expect("200 CRC32").send("HASH a file").expect("213 CRC32 0-9 " + CRC_32)
                    .send("HASH empty").expect("213 CRC32 0-0 00000000 empty");
            assertThat(client.send("FEAT").reply()).contains(" HASH SHA-256;SHA-512;SHA-1;MD5;CRC32*\n");
            client.send("OPTS HASH WHIRLPOOL").expect("504").send("HASH none").expect("550").send("HASH /").expect("550")
                    .send("HASH .drawbridge-x").expect("553");
        }
    }

    @Test
    void RANG_is_for_the_HASH_that_comes_next() throws Exception {
        Files.writeString(home.resolve("file"), "1234567890");
        try (FtpProbe client = logIn()) {
            client.send("OPTS HASH CRC32").expect("200").send("RANG 2 4").expect("350").send("HASH file")
                    .expect("213 CRC32 2-4 " + CRC_32_OF_PART).send("HASH file").expect("213 CRC32 0-9 " + CRC_32)
                    .send("RANG 2 4").expect("350").send("RANG 1 0").expect("350").send("HASH file").expect("213 CRC32 0-9")
                    .send("RANG 2 99").expect("350").send("HASH file").expect("213 CRC32 2-9")
                    .send("RANG 10 11").expect("350").send("HASH file").expect("554")
                    .send("RANG 4 2").expect("501").send("RANG 4").expect("501").send("RANG -1 2").expect("501")
                    .send("RANG 0 99999999999999999999").expect("501");
        }
    }

    @Test
    void RANG_is_for_the_RETR_that_comes_next() throws Exception {
        Files.writeString(home.resolve("file"), "1234567890");
        try (FtpProbe client = logIn()) {
            client.send("RANG 2 4").expect("350").send("RETR file").expect("504").send("TYPE I").expect("200");
            assertThat(part(client, "RANG 2 4")).isEqualTo("345");
            assertThat(part(client, "RANG 0 0")).isEqualTo("1");
            assertThat(part(client, "RANG 8 99")).isEqualTo("90");
            assertThat(part(client, "NOOP")).isEqualTo("1234567890");
            client.askForDataPort();
            client.send("RANG 11 12").expect("350").send("RETR file").expect("554")
                    .send("RANG 2 4").expect("350").send("STOR file").expect("504");
        }
    }

    private static String part(FtpProbe client, String before) throws Exception {
        try (FtpProbe.DataProbe down = client.openData()) {
            client.send(before).reply();
            client.send("RETR file").expect("150");
            String text = down.text();
            client.expect("226");
            return text;
        }
    }

    @Test
    void the_older_forms_have_the_algorithm_in_the_word() throws Exception {
        Files.writeString(home.resolve("a file"), "1234567890");
        Files.writeString(home.resolve("say \"hi\" 1 2"), "345");
        try (FtpProbe client = logIn()) {
            client.send("XCRC a file").expect("250 " + CRC_32).send("XMD5 a file").expect("250 " + MD5)
                    .send("XSHA1 \"a file\"").expect("250 " + SHA_1).send("XSHA256 a file").expect("250 " + SHA_256)
                    .send("XSHA512 a file").expect("250 " + SHA_512)
                    .send("XCRC \"a file\" 2 5").expect("250 " + CRC_32_OF_PART)
                    .send("XCRC \"a file\" 0").expect("250 " + CRC_32).send("XCRC \"a file\" 10 10").expect("250 00000000")
                    .send("XCRC \"say \"\"hi\"\" 1 2\"").expect("250 " + CRC_32_OF_PART)
                    .send("XCRC \"a file\" 5 2").expect("501").send("XCRC \"a file\" 11").expect("554")
                    .send("XCRC \"a file").expect("501").send("XCRC none").expect("550").send("XMD5 /").expect("550");
        }
    }

    @Test
    void who_leaves_is_not_summed_up_for() throws Exception {
        // A file of holes: it takes no room, and longer to sum up than this test has.
        try (RandomAccessFile file = new RandomAccessFile(home.resolve("big").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        try (FtpProbe client = logIn()) {
            client.send("HASH big");
        }
        until(() -> sessions() == 0);
        until(() -> openFiles("big") == 0);
    }

    private static long openFiles(String name) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).endsWith(name);
                } catch (IOException e) {
                    return false;
                }
            }).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
