package io.drawbridge.ftp.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NamesTest {

    @Test
    void names_stand_between_spaces_and_may_be_quoted() {
        assertThat(Names.split("a b  c ").orElseThrow()).containsExactly("a", "b", "c");
        assertThat(Names.split("\"a b\" c").orElseThrow()).containsExactly("a b", "c");
        assertThat(Names.split("\"say \"\"hi\"\"\"").orElseThrow()).containsExactly("say \"hi\"");
        assertThat(Names.split("").orElseThrow()).isEmpty();
    }

    @Test
    void a_quote_that_does_not_end_is_an_error() {
        assertThat(Names.split("a \"b")).isEmpty();
        assertThat(Names.split("a\"b\"")).isEmpty();
        assertThat(Names.split("\"a\"b")).isEmpty();
        assertThat(Names.split("\"\"")).isEmpty();
    }
}
