package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;

/** What the access log says of what clients have done. */
@QuarkusTest
@TestProfile(AccessLogOfTransfersTest.Written.class)
class AccessLogOfTransfersTest extends ConversationTest {
    private static final String FILE = "drawbridge.ftp.access-log-file";

    public static final class Written implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempFile("access", ".log");
                file.toFile().deleteOnExit();
                return Map.of("drawbridge.ftp.access-log", "json", FILE, file.toString());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Of this test's account, as soon as there are so many. */
    private List<JsonObject> written(int lines) {
        Path file = ConfigProvider.getConfig().getValue(FILE, Path.class);
        until(() -> lines(file).size() >= lines);
        return lines(file);
    }

    private List<JsonObject> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(JsonObject::new)
                    .filter(line -> account.equals(line.getString("account"))).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_file_that_went_over_the_wire_has_its_line() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (DataProbe up = client.openData()) {
                client.send("STOR a b,\"path\":\"forged\"").expect("150");
                up.send("1234567").close();
                client.expect("226");
            }
            try (DataProbe down = client.openData()) {
                client.send("RETR a b,\"path\":\"forged\"").expect("150");
                assertThat(down.text()).isEqualTo("1234567");
                client.expect("226");
            }
            try (DataProbe up = client.openData()) {
                client.send("APPE log").expect("150");
                up.send("12").close();
                client.expect("226");
            }
            try (DataProbe listing = client.openData()) {
                client.send("LIST").expect("150");
                assertThat(listing.text()).isNotEmpty();
                client.expect("226");
            }
        }
        List<JsonObject> lines = written(3);
        assertThat(lines).extracting(line -> line.getString("verb"), line -> line.getString("path"),
                line -> line.getLong("bytes"), line -> line.getBoolean("complete"))
                .containsExactly(tuple("STOR", "/a b,\"path\":\"forged\"", 7L, true),
                        tuple("RETR", "/a b,\"path\":\"forged\"", 7L, true),
                        tuple("APPE", "/log", 2L, true));
        assertThat(lines.getFirst().fieldNames()).containsExactly("at", "node", "session", "address", "account", "verb", "path",
                "bytes", "seconds", "type", "complete");
        assertThat(lines.getFirst().getString("node")).isEqualTo("node-under-test");
        assertThat(lines.getFirst().getString("address")).isEqualTo("127.0.0.1");
        assertThat(lines.getFirst().getString("type")).isEqualTo("I");
    }

    @Test
    void what_broke_off_says_so_also_when_the_client_is_gone() throws Exception {
        Files.write(home.resolve("large"), new byte[32 << 20]);
        try (FtpProbe client = logIn()) {
            client.askForDataPort();
            client.send("STOR never").expect("150").expect("425");
            try (DataProbe up = client.openData()) {
                client.send("STOR half").expect("150");
                up.send("123");
                client.send("ABOR").expect("426").expect("226");
            }
        }
        FtpProbe leaving = logIn();
        try (DataProbe down = leaving.openData()) {
            leaving.send("RETR large").expect("150").reset();
            down.reset();
            List<JsonObject> lines = written(3);
            assertThat(lines).extracting(line -> line.getString("path"), line -> line.getBoolean("complete"),
                    line -> line.getString("cause")).containsExactly(
                            tuple("/never", false, "not_connected"),
                            tuple("/half", false, "client"),
                            tuple("/large", false, "control_connection_closed"));
        }
    }

    @Test
    void what_was_changed_has_its_line_and_what_was_refused_has_none() throws Exception {
        Files.writeString(home.resolve("old"), "x");
        Files.writeString(home.resolve("more"), "y");
        try (FtpProbe client = logIn()) {
            client.send("MKD sub").expect("257").send("CWD sub").expect("250").send("RNFR ../old").expect("350")
                    .send("RNTO new").expect("250").send("DELE none").expect("550").send("COMB new /more").expect("250")
                    .send("RNFR new").expect("350").send("DELE new").expect("250").send("CWD /").expect("250").send("RMD sub")
                    .expect("250")
                    .send("RNTO nothing").expect("503");
        }
        assertThat(written(5)).extracting(line -> line.getString("verb"), line -> line.getString("path"),
                line -> line.getString("to")).containsExactly(tuple("MKD", "/sub", null),
                        tuple("RNTO", "/old", "/sub/new"),
                        tuple("COMB", "/sub/new", null),
                        tuple("DELE", "/sub/new", null),
                        tuple("RMD", "/sub", null));
    }
}
