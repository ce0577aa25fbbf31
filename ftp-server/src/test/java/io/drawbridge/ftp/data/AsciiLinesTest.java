package io.drawbridge.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.buffer.Buffer;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AsciiLinesTest {
    @TempDir
    Path folder;

    @Test
    void CR_LF_becomes_LF_wherever_the_wire_is_cut() {
        String wire = "a\r\nb\rc\r\r\nd\ne\r";
        for (int cut = 0; cut <= wire.length(); cut++) {
            AsciiLines lines = new AsciiLines();
            String file = text(lines.toFile(bytes(wire.substring(0, cut))))
                    + text(lines.toFile(bytes(wire.substring(cut)))) + text(lines.rest());
            assertThat(file).isEqualTo("a\nb\rc\r\nd\ne\r");
        }
    }

    @Test
    void LF_becomes_CR_LF_and_what_is_CR_LF_stays() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a\nb\r\nc\rd\n".repeat(10_000));
        StringBuilder wire = new StringBuilder();
        AsciiLines lines = new AsciiLines();
        try (FileChannel channel = FileChannel.open(file)) {
            for (Buffer piece = lines.read(channel); piece != null; piece = lines.read(channel)) {
                wire.append(piece);
            }
        }
        assertThat(wire.toString()).isEqualTo("a\r\nb\r\nc\rd\r\n".repeat(10_000));
    }

    private static java.nio.ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    private static String text(java.nio.ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
