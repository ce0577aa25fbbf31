package io.drawbridge.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** How the network cuts what was sent makes no difference, and no line is longer than one may be. */
class AnyCutsTest {

    @Provide
    Arbitrary<byte[]> sent() {
        Arbitrary<String> piece = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("NOOP", "STOR ไทย 😀", "\r\n", "\n", "\r", "\0", "\r\r\n")),
                Tuple.of(2, Arbitraries.integers().between(4090, 4100).map("x"::repeat)),
                Tuple.of(3, Arbitraries.strings().ofMaxLength(8)));
        Arbitrary<byte[]> bytes = Arbitraries.frequencyOf(
                Tuple.of(6, piece.map(text -> text.getBytes(StandardCharsets.UTF_8))),
                Tuple.of(2, Arbitraries.of("fff4fff2", "fffb01", "fffd", "ff", "ffff", "c3", "eda080").map(AnyCutsTest::bytes)),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(16)));
        return bytes.list().ofMaxSize(20).map(AnyCutsTest::joined);
    }

    @Property(tries = 500)
    void the_lines_are_the_same_however_they_come(@ForAll("sent") byte[] sent, @ForAll List<Integer> sizes) {
        List<Input> whole = decoded(sent, List.of(sent.length));
        assertThat(decoded(sent, List.of(1))).isEqualTo(whole);
        assertThat(decoded(sent, sizes)).isEqualTo(whole);
        assertThat(whole).allSatisfy(input -> {
            if (input instanceof Input.Line line) {
                assertThat(line.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LineDecoder.MAX_LINE);
                assertThat(line.text().chars()).noneMatch(Character::isISOControl);
            }
        });
    }

    /** @param sizes of the pieces, over and over */
    private static List<Input> decoded(byte[] sent, List<Integer> sizes) {
        LineDecoder decoder = new LineDecoder();
        List<Input> lines = new ArrayList<>();
        int piece = 0;
        for (int from = 0; from < sent.length; piece++) {
            int size = sizes.isEmpty() ? 2 : 1 + Math.floorMod(sizes.get(piece % sizes.size()) - 1, 5000);
            int to = Math.min(sent.length, from + size);
            decoder.feed(Arrays.copyOfRange(sent, from, to));
            for (Optional<Input> line = decoder.next(); line.isPresent(); line = decoder.next()) {
                lines.add(line.get());
            }
            from = to;
        }
        return lines;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
