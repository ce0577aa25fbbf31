package io.drawbridge.ftp.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CapacityTest {

    /** What is scarcer is in the last column. */
    @ParameterizedTest
    @CsvSource({
            "8192, 1024,    100,  100,     212,   handles",
            "8192, 1024,    10,   100,     302,   handles",
            "8192, 65536,   100,  100,     64724, handles",
            "8192, 65536,   10,   1000000, 7881,  heap",
            "256,  1048576, 10,   100,     2944,  heap",
            "256,  1048576, 10,   1000000, 186,   heap",
            "256,  600,     10,   100,     26,    handles",
            "64,   1048576, 10,   100,     1,     heap",
            "256,  600,     100,  100,     1,     handles" })
    void as_many_sessions_as_the_scarcer_of_heap_and_handles_is_enough_for(long heapMebibytes, long handles, long listeners,
            long transfers, int sessions, String scarcer) {
        assertThat(Capacity.sessions(heapMebibytes << 20, handles, listeners, transfers)).as(scarcer).isEqualTo(sessions);
    }
}
