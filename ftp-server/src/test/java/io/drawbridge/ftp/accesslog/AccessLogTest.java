package io.drawbridge.ftp.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.program.StartFailure;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.json.JsonObject;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AccessLogTest {
    private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");
    private static final UUID SESSION = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    /** As programs that read xferlog take it apart: eighteen words. */
    private static final Pattern XFERLOG = Pattern
            .compile("\\w{3} \\w{3} \\d{2} \\d{2}:\\d{2}:\\d{2} \\d{4} \\d+ \\S+ \\d+ \\S+"
                    + " [ab] [CUT_] [oid] [arg] \\S+ \\S+ [01] \\S+ [ci]");

    @TempDir
    Path folder;

    private static Access access(Verb verb, String path, String account, String cause) throws Exception {
        return new Access(Instant.parse("2026-09-07T20:04:05.678Z"), Duration.ofMillis(61_500), SESSION,
                InetAddress.getByName("2001:db8::1"), account, verb, path, null, 1234, false, cause);
    }

    private AccessLog log(String format, Path file) {
        AccessLog log = new AccessLog(new SmallRyeConfigBuilder().addDiscoveredConverters().addDefaultInterceptors()
                .withMapping(FtpConfig.class).withDefaultValue("drawbridge.ftp.access-log", format)
                .withDefaultValue("drawbridge.ftp.access-log-file", file.toString()).build()
                .getConfigMapping(FtpConfig.class));
        log.start("node-a");
        return log;
    }

    @Test
    void xferlog_has_the_words_of_its_manual_page_in_the_time_of_this_place() throws Exception {
        assertThat(access(Verb.STOR, "/in/report.csv", "alice", null).xferlog(BANGKOK)).isEqualTo(
                "Tue Sep 08 03:04:05 2026 61 2001:db8:0:0:0:0:0:1 1234 /in/report.csv b _ i r alice ftp 0 * c");
        assertThat(access(Verb.RETR, "/a", "alice", "stalled").xferlog(BANGKOK)).endsWith(" /a b _ o r alice ftp 0 * i");
        assertThat(access(Verb.DELE, "/a", "alice", null).xferlog(BANGKOK)).endsWith(" /a b _ d r alice ftp 0 * c");
    }

    @Test
    void a_name_forges_no_word_and_no_line() throws Exception {
        for (String bad : new String[] { "a b", "a\r\nb", "a\u2028b", "a\u0085b", "a\u00a0b", "a\tb", "a\u001b[2J", "a\u202eb",
                "/x b _ i r root ftp 0 * c\nTue Sep 08 03:04:05 2026 1 h 1 /y" }) {
            assertThat(access(Verb.STOR, bad, bad, null).xferlog(BANGKOK)).as(bad).matches(XFERLOG);
            String json = access(Verb.STOR, bad, bad, null).json("node-a");
            assertThat(json.lines()).as(bad).hasSize(1);
            assertThat(new JsonObject(json).getString("path")).isEqualTo(bad);
            assertThat(new JsonObject(json).getString("account")).isEqualTo(bad);
        }
        assertThat(access(Verb.STOR, "/รายงาน.csv", "alice", null).xferlog(BANGKOK)).contains(" /รายงาน.csv ");
    }

    @Test
    void what_was_moved_away_is_left_alone_and_the_next_line_begins_a_new_file() throws Exception {
        Path file = Files.writeString(folder.resolve("xferlog"), "from before\n");
        AccessLog log = log("xferlog", file);
        log.tell(access(Verb.STOR, "/first", "alice", null));
        Awaitility.await().untilAsserted(() -> assertThat(file).content().contains("/first"));
        Files.move(file, folder.resolve("xferlog.1"));
        log.tell(access(Verb.STOR, "/second", "alice", null));
        log.tell(access(Verb.MKD, "/not-in-xferlog", "alice", null));
        log.stop();
        assertThat(folder.resolve("xferlog.1")).content().startsWith("from before\n").contains("/first")
                .doesNotContain("/second");
        assertThat(Files.readAllLines(file)).singleElement().asString().matches(XFERLOG).contains("/second");
    }

    @Test
    void a_file_that_cannot_be_written_ends_the_start_with_the_setting_that_names_it() {
        assertThatThrownBy(() -> log("json", folder.resolve("none").resolve("file"))).isInstanceOf(StartFailure.class)
                .hasMessageContaining("drawbridge.ftp.access-log-file").message().hasLineCount(1);
    }
}
