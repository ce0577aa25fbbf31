package io.drawbridge.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FtpTimeTest {

    @Test
    void a_time_is_read_as_it_is_written() {
        assertThat(FtpTime.parse("20240229235959")).hasValue(Instant.parse("2024-02-29T23:59:59Z"));
        assertThat(FtpTime.parse("20240229235959.5")).hasValue(Instant.parse("2024-02-29T23:59:59.5Z"));
        assertThat(FtpTime.parse("20240229235959.123456789")).map(FtpTime::of).hasValue("20240229235959.123");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2024", "20230229000000", "20241301000000", "20240101240000", "20240101000060",
            "20240101000000.",
            "20240101000000.1234567890", "-2024010100000", " 20240101000000", "٢٠٢٤٠١٠١٠٠٠٠٠٠" })
    void what_is_no_time_is_none(String text) {
        assertThat(FtpTime.parse(text)).isEmpty();
    }
}
