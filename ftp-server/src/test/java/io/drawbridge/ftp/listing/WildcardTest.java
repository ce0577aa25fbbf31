package io.drawbridge.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WildcardTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            *,      anything, true
            *,      '',       true
            *.txt,  a.txt,    true
            *.txt,  .txt,     true
            *.txt,  a.txt.gz, false
            a*b*c,  aXbYbZc,  true
            a*b*c,  aXbYbZ,   false
            ???,    abc,      true
            ???,    ab,       false
            a?*,    a,        false
            abc,    abc,      true
            abc,    abcd,     false
            '',     '',       true
            """)
    void star_is_any_text_and_question_mark_one_character(String pattern, String name, boolean matches) {
        assertThat(Wildcard.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void no_pattern_takes_for_ever() {
        assertThat(Wildcard.matches("*a".repeat(1000) + "b", "a".repeat(4000))).isFalse();
    }
}
