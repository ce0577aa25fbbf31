package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VirtualPathTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            /,     a,             /a
            /a,    b,             /a/b
            /a,    /b,            /b
            /a/b,  ..,            /a
            /a/b,  ../..,         /
            /a/b,  ../../../../c, /c
            /,     ..,            /
            /a,    .,             /a
            /a,    ./b/./c/,      /a/b/c
            /a,    //b///c,       /b/c
            /a,    ...,           /a/...
            /a,    '',            /a
            /a,    ' b ',         '/a/ b '
            """)
    void a_path_stays_at_or_below_the_root(String directory, String argument, String expected) {
        assertThat(VirtualPath.ROOT.resolve(directory).resolve(argument)).hasToString(expected);
    }
}
