package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.protocol.Verb;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtocolPageTest {
    private static final Path CONVERSATIONS = Page.PROJECT.resolve("ftp-server/src/test/java/io/drawbridge/ftp/conversation");

    @Test
    void every_verb_has_its_row() throws IOException {
        String rows = Stream.of(Verb.values()).map(ProtocolPageTest::row).collect(Collectors.joining());
        Page.holds("protocol.md",
                "| command | defined in | before login | during a transfer | in FEAT | note |\n|---|---|---|---|---|---|\n"
                        + rows);
    }

    @Test
    void every_command_that_is_refused_or_never_done_says_why() {
        assertThat(Verb.values()).filteredOn(verb -> !verb.isOffered()).allMatch(verb -> !verb.note().isBlank());
    }

    /** The table of what is no command of its own: no cell is empty, and each row has a test that there is. */
    @Test
    void every_row_of_the_RFCs_has_its_test() throws IOException {
        String table = Page.read("protocol.md").split("## Where the RFCs are answered\n")[1].split("\n## ")[0];
        List<String> rows = table.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| RFC | asks")).toList();
        assertThat(rows).hasSizeGreaterThan(20);
        for (String row : rows) {
            String[] cells = row.split("\\|");
            assertThat(cells).as(row).hasSize(5).allMatch(cell -> cell.isEmpty() || !cell.isBlank());
            String[] test = cells[4].replace("`", "").strip().split("\\.");
            assertThat(CONVERSATIONS.resolve(test[0] + ".java")).as(row).content().contains("void " + test[1] + "(");
        }
    }

    private static String row(Verb verb) {
        String access = !verb.isOffered() ? "502" : switch (verb.access()) {
            case ANYONE -> "yes";
            case LOGGED_IN -> "530";
        };
        String timing = switch (verb.timing()) {
            case AT_ONCE -> "answered";
            case AFTER_TRANSFER -> "waits";
        };
        return "| `" + verb.syntax().replace("|", "\\|") + "` | " + verb.source() + " | " + access + " | " + timing + " | "
                + verb.feature().map(feature -> "`" + feature + "`").orElse("") + " | "
                + (verb.isOffered() ? verb.note() : "never: " + verb.note()) + " |\n";
    }
}
