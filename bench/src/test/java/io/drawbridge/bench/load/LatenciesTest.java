package io.drawbridge.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void of_none_all_is_zero() {
        assertThat(latencies.percentile(0.99)).isZero();
        assertThat(latencies.max()).isZero();
    }

    @Test
    void one_is_every_percentile() {
        latencies.add(1_234_567);
        assertThat(latencies.percentile(0.01)).isEqualTo(1_234_567);
        assertThat(latencies.percentile(1)).isEqualTo(1_234_567);
    }

    @Test
    void short_ones_are_exact() {
        for (int i = 1; i <= 60; i++) {
            latencies.add(i);
        }
        assertThat(latencies.percentile(0.5)).isEqualTo(30);
        assertThat(latencies.percentile(0.95)).isEqualTo(57);
        assertThat(latencies.percentile(1)).isEqualTo(60);
    }

    @Test
    void long_ones_are_at_most_a_64th_too_long() {
        SplittableRandom random = new SplittableRandom(7);
        long[] all = random.longs(10_000, 1, 60_000_000_000L).map(nanos -> nanos >> random.nextInt(20)).toArray();
        Arrays.stream(all).forEach(latencies::add);
        Arrays.sort(all);
        for (double share : new double[] { 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1 }) {
            long exact = all[(int) Math.ceil(share * all.length) - 1];
            assertThat(latencies.percentile(share)).as("p" + share).isBetween(exact, exact + exact / 64 + 1);
        }
        assertThat(latencies.max()).isEqualTo(all[all.length - 1]);
    }

    @Test
    void the_longest_that_there_can_be_and_negative_ones_have_a_place() {
        latencies.add(Long.MAX_VALUE);
        latencies.add(-5);
        assertThat(latencies.percentile(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(latencies.percentile(0.5)).isZero();
    }

    @Test
    void those_of_others_count_too() {
        Latencies others = new Latencies();
        others.add(1000);
        latencies.add(10);
        latencies.addAll(others);
        assertThat(latencies.count()).isEqualTo(2);
        assertThat((double) latencies.percentile(1)).isCloseTo(1000, within(16.0));
    }

    @Test
    void what_is_no_share_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> latencies.percentile(0));
        assertThatIllegalArgumentException().isThrownBy(() -> latencies.percentile(99));
    }
}
