package io.drawbridge.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Not how fast it is: a machine that builds has other things to do. */
class QuickComparisonIT {

    @Test
    void every_client_gets_a_whole_reply_and_all_that_it_asks_for() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Table table = Comparison.run(List.of("--quick"), new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(table.errors()).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("| greetings/s ↑ |", "| TLS STOR 64 MiB, MiB/s ↑ |",
                "| 421 when full/s ↑ |");
    }
}
