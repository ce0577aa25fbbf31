package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.drawbridge.log.KeyedLines;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;

/** What the log says of strangers, as a person and as a program reads it. */
@QuarkusTest
class LogTest extends ConversationTest {
    private static final Logger ROOT = LogManager.getLogManager().getLogger("");

    /** As the console is one. */
    private static final class Paper extends Handler {
        private final Filter filter = new KeyedLines();
        private final Formatter formatter;
        private final List<String> events = new CopyOnWriteArrayList<>();

        Paper(Formatter formatter) {
            this.formatter = formatter;
        }

        @Override
        public void publish(LogRecord event) {
            if (event.getLoggerName().startsWith("io.drawbridge") && filter.isLoggable(event)) {
                events.add(formatter.format(event));
            }
        }

        String with(String words) {
            if (events.stream().noneMatch(event -> event.contains(words))) {
                until(() -> events.stream().anyMatch(event -> event.contains(words)));
            }
            return events.stream().filter(event -> event.contains(words)).findFirst().orElseThrow();
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    @ConfigProperty(name = "quarkus.log.console.format")
    String format;

    private Paper text;
    private Paper json;

    @BeforeEach
    void listen() {
        text = new Paper(new PatternFormatter(format));
        json = new Paper(new JsonFormatter());
        ROOT.addHandler(text);
        ROOT.addHandler(json);
    }

    @AfterEach
    void hear_no_more() {
        ROOT.removeHandler(text);
        ROOT.removeHandler(json);
    }

    @Test
    void keys_are_fields_in_JSON_and_words_in_text() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("NOOP").expect("200");
            JsonObject event = new JsonObject(json.with("logged in"));
            assertThat(event.getString("level")).isEqualTo("INFO");
            assertThat(event.getString("loggerName")).isEqualTo("io.drawbridge.ftp.command.LoginCommands");
            assertThat(event.getJsonObject("mdc").getMap()).containsOnlyKeys("session", "address", "account")
                    .contains(Map.entry("address", "127.0.0.1"), Map.entry("account", account));
            assertThat(text.with("logged in"))
                    .endsWith(" address=127.0.0.1 account=" + account + " logged in" + System.lineSeparator());
        }
    }

    @Test
    void a_refusal_has_its_reason_and_its_reference_and_no_account_before_it_is_known() throws Exception {
        limits(0, null, null);
        awaitBeat();
        try (FtpProbe client = connect()) {
            client.expect("421");
        }
        JsonObject keys = new JsonObject(json.with(" refused ")).getJsonObject("mdc");
        assertThat(keys.getMap()).containsOnlyKeys("node", "address", "reason", "limit", "reference")
                .contains(Map.entry("node", "node-under-test"), Map.entry("reason", "cluster_full"), Map.entry("limit", "0"));
        assertThat(keys.getString("reference")).matches("R-[0-9A-Z]{6}");
    }

    @Test
    void a_name_with_a_key_in_it_forges_none() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER me account=root reason=x").expect("331").send("PASS x").expect("530");
        }
        assertThat(new JsonObject(json.with("login failed")).getJsonObject("mdc").getMap())
                .containsOnlyKeys("session", "address", "account", "failures")
                .contains(Map.entry("account", "me?account=root?reason=x"), Map.entry("failures", "1"));
        assertThat(text.with("login failed")).contains(" account=me?account=root?reason=x login failed failures=1");
    }

    @Test
    void what_is_filled_in_never_begins_a_line_nor_a_key() {
        org.jboss.logging.Logger log = org.jboss.logging.Logger.getLogger("io.drawbridge.forger");
        Stream.of("\r\n", "\n", "\u2028", "\u0085", "\u0000", "\u001b[2J", " account=root ", "\u00a0account=root").forEach(
                bad -> {
                    String mark = "mark-" + (int) bad.charAt(0) + "-" + bad.length();
                    log.infof("verb=%-4s account=%s 100%% of %d " + mark + " is lost: %s", "STOR", "a" + bad + "b", 7,
                            new IllegalStateException("c" + bad + "account=root"));
                    String line = text.with(mark);
                    assertThat(line.lines()).as(line).hasSize(1);
                    assertThat(line.strip().chars().filter(Character::isISOControl)).as(line).isEmpty();
                    assertThat(new JsonObject(json.with(mark)).getJsonObject("mdc").getMap())
                            .containsOnlyKeys("verb", "account")
                            .contains(Map.entry("verb", "STOR")).extractingByKey("account").asString().startsWith("a?")
                            .doesNotContain(" ");
                    assertThat(json.with(mark).strip().lines()).hasSize(1);
                });
    }
}
