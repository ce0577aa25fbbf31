package io.drawbridge.ftp.storage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Paths as clients may send them: what others have tried, names of a {@link HomeWithTraps}, and any text at all. */
public final class AnyPath {
    private static final Arbitrary<String> NAMES = Arbitraries.of("", ".", "..", "...", ". .", "out", "secret", "nowhere",
            "loop",
            "in", "up", "dir", "deep", "file", "part 1", "say \"hi\"", "-la", "-rf", "--", "*", "?", "[a-z]", "{a,b}", "~",
            "~root", "$HOME",
            "%2e%2e", "%2e%2e%2f", "%00", "..\\..", "\\..\\", "C:", "\0", "..\0", "a\0b", "a\r\nb", "\u001b[2J", "caf\u00e9",
            "cafe\u0301",
            "\uff0e\uff0e", "\u2025", "\u2215", "\u202e", "\ufeff", "\ud800", "ไทย", "😀", ".drawbridge-x", "/", "new");
    private static final Arbitrary<String> LONG_NAMES = Arbitraries.of("a", "ไ", "../", "/", "é")
            .flatMap(text -> Arbitraries.of(85, 127, 128, 255, 256, 2000).map(text::repeat));

    private AnyPath() {
    }

    public static Arbitrary<String> of() {
        Arbitrary<String> name = Arbitraries.frequencyOf(Tuple.of(12, NAMES),
                Tuple.of(1, LONG_NAMES), Tuple.of(2, Arbitraries.strings().ofMaxLength(20)));
        return Combinators.combine(Arbitraries.of("", "", "/", "//"), name.list().ofMinSize(1).ofMaxSize(5),
                Arbitraries.of("/", "/", "//"), Arbitraries.of("", "", "/"))
                .as((before, names, between, behind) -> before + String.join(between, names) + behind);
    }
}
