package io.drawbridge.ftp.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.admission.policy.Settings.Evict;
import io.drawbridge.ftp.admission.policy.Settings.Limits;

/** Nodes that decide at the same time. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RaceTest {
    private static final Database DATABASE = Database.connect();

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Test
    void nodes_that_settle_at_the_same_time_fill_the_limit_exactly() throws Exception {
        int limit = 37;
        DATABASE.empty();
        DATABASE.set(new Limits(limit, null, null, null, null, null, Evict.NONE));
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> admitted = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                String name = "node " + node;
                int number = node;
                admitted.add(nodes.submit(() -> storm(name, number)));
            }
            long all = 0;
            for (Future<Long> one : admitted) {
                all += one.get();
            }
            assertThat(all).isEqualTo(limit);
        }
        assertThat(DATABASE.inside()).hasSize(limit);
    }

    /** @return how many came in */
    private static long storm(String node, int number) {
        try (Database own = Database.connect()) {
            long epoch = own.start(node, new UUID(3, number));
            long admitted = 0;
            for (int batch = 1; batch <= 30; batch++) {
                Arrival arrival = new Arrival(new UUID(4 + number, batch), "ftp", "192.0.2." + number, batch, null, null);
                admitted += own.settle(node, epoch, batch, null, List.of(), List.of(arrival), List.of()).stream()
                        .filter(Decision::isAdmitted).count();
            }
            return admitted;
        }
    }
}
