package io.drawbridge.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyLanguageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {
            "null                         | ENGLISH",
            "''                           | ENGLISH",
            "en                           | ENGLISH",
            "th                           | THAI",
            "TH                           | THAI",
            "th-TH                        | THAI",
            "th-TH,th;q=0.9,en;q=0.8      | THAI",
            "en-US,en;q=0.9,th;q=0.8      | ENGLISH",
            "en;q=0.5, th                 | THAI",
            "en;q=0.5, th;q=0.7           | THAI",
            "th, en                       | THAI",
            "de, fr;q=0.9                 | ENGLISH",
            "de, th;q=0.1                 | THAI",
            "*                            | ENGLISH",
            "*, th;q=0.5                  | ENGLISH",
            "th, *;q=0.5                  | THAI",
            "th;q=0                       | ENGLISH",
            "th;q=0, *                    | ENGLISH",
            "en;q=0, *                    | THAI",
            "tha                          | ENGLISH",
            "th;q=2                       | ENGLISH",
            "th;q=much                    | ENGLISH",
            ";q=1                         | ENGLISH",
            ",                            | ENGLISH",
            "th;                          | ENGLISH",
            "ภาษาไทย                       | ENGLISH"
    })
    void accept_language_is_honoured(String acceptLanguage, Language preferred) {
        assertThat(Language.preferred(acceptLanguage)).isEqualTo(preferred);
    }

    @Test
    void locales_are_those_of_the_jdk() {
        assertThat(Language.ENGLISH.locale()).isEqualTo(Locale.ENGLISH);
        assertThat(Language.THAI.locale().getDisplayLanguage(Locale.ENGLISH)).isEqualTo("Thai");
    }
}
