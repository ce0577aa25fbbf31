package io.drawbridge.ftp.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.drawbridge.ftp.overload.Alarm.Level;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AlarmTest {

    /** Samples: {@code +} good, {@code o} between, {@code -} bad. The alarm behind each: {@code !} raised, {@code .} not. */
    @ParameterizedTest
    @CsvSource({
            "1, -++++++, !!!!!..",
            "1, -++++-+++++, !!!!!!!!!!.",
            "1, -oooooooo, !!!!!!!!!",
            "1, -++o+++++, !!!!!!!!.",
            "1, oooo, ....",
            "2, -+-+-+, ......",
            "2, -o-+--, .....!",
            "2, --, .!" })
    void is_raised_and_ended_only_by_samples_in_a_row(int samplesToRaise, String samples, String expected) {
        Alarm alarm = new Alarm(samplesToRaise);
        StringBuilder seen = new StringBuilder();
        samples.chars().forEach(sample -> {
            boolean before = alarm.isRaised();
            assertThat(alarm.see(switch (sample) {
                case '+' -> Level.GOOD;
                case 'o' -> Level.BETWEEN;
                default -> Level.BAD;
            })).isEqualTo(before != alarm.isRaised());
            seen.append(alarm.isRaised() ? '!' : '.');
        });
        assertThat(seen).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({ "99, 100, BAD", "100, 100, BETWEEN", "124, 100, BETWEEN", "125, 100, GOOD", "0, 0, GOOD" })
    void of_what_is_free_a_quarter_more_than_the_least_is_good(long free, long least, Level level) {
        assertThat(Alarm.ofFree(free, least)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({ "501, 500, BAD", "500, 500, BETWEEN", "251, 500, BETWEEN", "250, 500, GOOD" })
    void of_what_is_used_half_of_the_most_is_good(long used, long most, Level level) {
        assertThat(Alarm.ofUsed(used, most)).isEqualTo(level);
    }
}
