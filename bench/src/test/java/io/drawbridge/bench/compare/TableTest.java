package io.drawbridge.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.drawbridge.bench.compare.Table.Better;

class TableTest {
    private final Table table = new Table(List.of("ours", "slow", "fast", "absent"));

    private String printed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_median_of_the_rounds_stands_there() {
        List.of(3.0, 90.0, 1.0).forEach(value -> table.add("x/s", Better.HIGHER, "ours", value));
        assertThat(table.median("x/s", "ours")).hasValue(3);
        table.add("x/s", Better.HIGHER, "ours", 5);
        assertThat(table.median("x/s", "ours")).hasValue(4);
        assertThat(table.median("x/s", "absent")).isEmpty();
    }

    @Test
    void the_best_peer_is_the_highest_or_the_lowest() {
        for (Better better : Better.values()) {
            table.add(better.name(), better, "ours", 2000);
            table.add(better.name(), better, "slow", 1000);
            table.add(better.name(), better, "fast", 4000);
        }
        assertThat(table.ratio("HIGHER")).hasValue(0.5);
        assertThat(table.ratio("LOWER")).hasValue(2);
        assertThat(printed()).contains("| HIGHER ↑ | 2,000 | 1,000 | 4,000 | – | ×0.50 |",
                "| LOWER ↓ | 2,000 | 1,000 | 4,000 | – | ×2.00 |", "Every client got all it asked for.");
    }

    @Test
    void what_went_wrong_is_said() {
        table.error("slow, logins, USER: 421", 3);
        table.error("slow, logins, USER: 421", 4);
        assertThat(printed()).contains("Errors: {slow, logins, USER: 421=7}");
    }
}
