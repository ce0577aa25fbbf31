package io.drawbridge.ftp.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CapacityTest {

    @ParameterizedTest
    @CsvSource({
            "8192, 1024,    192",
            "8192, 65536,   16320",
            "256,  1048576, 1228",
            "64,   1048576, 1",
            "256,  100,     1" })
    void as_many_sessions_as_the_scarcer_of_heap_and_handles_is_enough_for(long heapMebibytes, long handles, int sessions) {
        assertThat(Capacity.sessions(heapMebibytes << 20, handles)).isEqualTo(sessions);
    }
}
