package io.drawbridge.admin.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.maintenance.Schedule;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ScheduleTest {
    private final Door door;
    private final DataSource database;

    ScheduleTest(Door door, DataSource database) {
        this.door = door;
        this.database = database;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void what_runs_out_is_written_92_days_ahead() throws Exception {
        daily("now() + interval '59 days'");
        Schedule.topUp(database);
        assertThat(door.text("SELECT count(*) FROM maintenance_occurrence WHERE starts_at > now() + interval '58 days'"))
                .isEqualTo("33");
        assertThat(door.text("SELECT known_until > now() + interval '91 days' FROM maintenance_window")).isEqualTo("t");
    }

    @Test
    void what_reaches_far_enough_is_left_alone_and_nobody_hears_of_it() throws Exception {
        daily("now() + interval '61 days'");
        String version = door.text("SELECT version FROM configuration");
        Schedule.topUp(database);
        assertThat(door.text("SELECT count(*) FROM maintenance_occurrence")).isEqualTo("0");
        assertThat(door.text("SELECT version FROM configuration")).isEqualTo(version);
    }

    @Test
    void what_ended_30_days_ago_is_forgotten() throws Exception {
        daily("now() + interval '61 days'");
        door.run("""
                INSERT INTO maintenance_occurrence
                SELECT 'daily', now() - d * interval '1 day' - interval '1 hour', now() - d * interval '1 day'
                FROM unnest(ARRAY[29, 31]) AS d""");
        Schedule.topUp(database);
        assertThat(door.text("SELECT string_agg((now()::date - ends_at::date)::text, ' ') FROM maintenance_occurrence"))
                .isEqualTo("29");
    }

    @Test
    void several_may_write_it_at_once_and_again() throws Exception {
        daily("now()");
        door.run(
                """
                        INSERT INTO maintenance_window (name, scope, mode, starts_at, ends_at, recurrence, known_until, changed_by, changed_at)
                        SELECT 'w' || i, scope, mode, starts_at, ends_at, recurrence, known_until, changed_by, changed_at
                        FROM maintenance_window, generate_series(1, 20) AS i""");
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(() -> {
                    Schedule.topUp(database);
                    return null;
                });
            }
            for (Future<Void> done : nodes.invokeAll(all)) {
                done.get();
            }
        }
        assertThat(door.text("SELECT DISTINCT count(*) FROM maintenance_occurrence GROUP BY window_name")).isEqualTo("92");
        door.run("UPDATE maintenance_window SET known_until = now()");
        Schedule.topUp(database);
        assertThat(door.text("SELECT count(*) FROM maintenance_occurrence")).isEqualTo(Integer.toString(21 * 92));
    }

    /** An hour a day since long ago. */
    private void daily(String knownUntil) {
        door.run(
                """
                        INSERT INTO maintenance_window (name, scope, mode, starts_at, ends_at, recurrence, known_until, changed_by, changed_at)
                        VALUES ('daily', 'CLUSTER', 'REFUSE', '2020-01-01T03:00:00Z', '2020-01-01T04:00:00Z', 'FREQ=DAILY', %s, 'x', now())"""
                        .formatted(knownUntil));
    }
}
