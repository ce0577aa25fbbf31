package io.drawbridge.docs;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.protocol.Verb;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtocolPageTest {

    @Test
    void every_verb_has_its_row() throws IOException {
        String rows = Stream.of(Verb.values()).map(ProtocolPageTest::row).collect(Collectors.joining());
        Page.holds("protocol.md",
                "| command | defined in | before login | during a transfer | in FEAT | note |\n|---|---|---|---|---|---|\n"
                        + rows);
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
