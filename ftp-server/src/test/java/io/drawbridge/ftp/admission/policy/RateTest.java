package io.drawbridge.ftp.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.drawbridge.ftp.admission.policy.Settings.Evict;
import io.drawbridge.ftp.admission.policy.Settings.Limits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** Connections of a minute. */
class RateTest {
    private static final Database DATABASE = Database.connect();
    private static final long SECOND = 1_000_000;
    private static final double MINUTE = 60 * SECOND;
    /** Times are kept to a microsecond, and each connection may lose one. */
    private static final long TOLERANCE = 100;

    private long now;
    private long batch;
    private long ids;

    @AfterContainer
    static void stop() {
        DATABASE.close();
    }

    @Property
    void no_more_come_in_than_the_rate_and_who_comes_back_when_told_is_let_in(@ForAll @IntRange(min = 1, max = 100) int rate,
            @ForAll @Size(min = 1, max = 15) List<@IntRange(max = 20_000) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 20) int atOnce) {
        DATABASE.empty();
        DATABASE.set(new Limits(null, null, null, rate, null, null, Evict.NONE));
        now = batch = 0;
        DATABASE.timeIs(now);
        long epoch = DATABASE.start("north", new UUID(1, 0));
        List<Long> admitted = new ArrayList<>();
        for (int gap : gaps) {
            now += gap * 1000L;
            List<Decision> decisions = arrive(epoch, now, atOnce);
            decisions.stream().filter(Decision::isAdmitted).forEach(decision -> admitted.add(now));
            Decision refused = decisions.stream().filter(decision -> !decision.isAdmitted()).findFirst().orElse(null);
            if (refused == null) {
                continue;
            }
            assertThat(refused.verdict()).isEqualTo("CLUSTER_TOO_FAST");
            assertThat(refused.allowed()).isEqualTo(rate);
            DATABASE.execute("BEGIN");
            if (refused.retryAfter() > 1) {
                assertThat(arrive(epoch, now + (refused.retryAfter() - 1) * SECOND - TOLERANCE, 1).getFirst().isAdmitted())
                        .as("a second earlier than told %s", refused).isFalse();
            }
            assertThat(arrive(epoch, now + refused.retryAfter() * SECOND + TOLERANCE, 1).getFirst().isAdmitted())
                    .as("when told %s", refused).isTrue();
            DATABASE.execute("ROLLBACK");
        }
        for (int first = 0; first < admitted.size(); first++) {
            for (int last = first; last < admitted.size(); last++) {
                long within = admitted.get(last) - admitted.get(first) + TOLERANCE;
                int came = last - first + 1;
                if (came > rate + rate * within / MINUTE) {
                    fail("%s came in within %s µs at %s a minute", came, within, rate);
                }
            }
        }
        assertThat(admitted).as("come in at once").hasSizeGreaterThanOrEqualTo(Math.min(rate, atOnce));
    }

    private List<Decision> arrive(long epoch, long at, int clients) {
        DATABASE.timeIs(at);
        List<Arrival> arriving = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            arriving.add(new Arrival(new UUID(2, ++ids), "ftp", "192.0.2.1", at, null, null));
        }
        return DATABASE.settle("north", epoch, ++batch, null, List.of(), arriving, List.of());
    }
}
