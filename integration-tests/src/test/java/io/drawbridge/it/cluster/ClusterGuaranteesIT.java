package io.drawbridge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.it.Content;
import io.drawbridge.it.FailureReport;
import io.drawbridge.it.Refusals;
import io.drawbridge.it.cluster.Clients.Arrivals;
import io.drawbridge.it.cluster.Clients.Knock;
import io.drawbridge.it.cluster.Clients.Presence;
import io.drawbridge.it.cluster.Clients.Transferred;
import io.drawbridge.it.cluster.Cluster.Node;

/** What holds whatever happens to nodes, network and database. Prints the figures of {@code docs/cluster-guarantees.md}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class ClusterGuaranteesIT {
    /** How much longer than usual; see the profile "soak". */
    private static final int SOAK = Integer.getInteger("drawbridge.soak", 1);
    private static final int STORM = 2000;
    private static final int LIMIT = 300;
    private static final Duration SLOTS_BACK = Duration.ofSeconds(15);
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(14);
    private static final Duration SOON = Duration.ofSeconds(30);
    /** The time of a beat, and generously what a busy machine needs. */
    private static final Duration POLLED = Duration.ofSeconds(5);

    @TempDir
    private static Path folder;
    private static Cluster cluster;
    private static Clients clients;
    private static Database database;
    private static int overshoot;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(folder);
        clients = cluster.clients();
        database = cluster.database();
        Figure.PROCESSORS.is(Runtime.getRuntime().availableProcessors());
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.stop();
        }
    }

    @BeforeEach
    void everything_runs_and_nobody_is_inside() throws Exception {
        cluster.reset();
    }

    @Test
    void of_2000_at_once_over_three_nodes_exactly_as_many_as_the_limit_are_let_in() throws Exception {
        int limit = 500;
        clients.limit(limit);
        int most = 0;
        for (int round = 0; round < 4 * SOAK; round++) {
            clients.watchTotal();
            if (round % 2 == 1) {
                // What the nodes ask reaches PostgreSQL in the same moment, and for many clients at a time.
                database.hold();
            }
            int storm = clients.beginStorm(STORM, cluster.nodes());
            await().until(() -> clients.connected() > STORM * 3 / 4);
            database.release();
            Arrivals arrivals = clients.endStorm(storm);
            most = Math.max(most, Math.max(clients.mostWatched(), arrivals.admitted().size()));
            assertExactly(limit, arrivals);
            assertThat(clients.total()).isEqualTo(limit);
            clients.leave();
            clients.awaitTotal(0);
        }
        assertNoOvershoot(limit, most);
    }

    @Test
    void without_a_limit_2000_at_once_are_all_let_in() throws Exception {
        List<Double> perSecond = new ArrayList<>();
        for (int round = 0; round < 5 * SOAK; round++) {
            Arrivals arrivals = clients.storm(STORM, cluster.nodes());
            assertThat(arrivals.notAdmitted()).isEmpty();
            assertThat(clients.total()).isEqualTo(STORM);
            perSecond.add(STORM * 1000.0 / arrivals.took().toMillis());
            clients.leave();
            clients.awaitTotal(0);
        }
        perSecond.sort(null);
        Figure.ADMISSIONS.is(Math.rint(perSecond.get(perSecond.size() / 2)));
    }

    @Test
    void the_places_of_a_killed_node_are_free_within_15_seconds() throws Exception {
        Duration longest = Duration.ZERO;
        Node killed = cluster.node(2);
        List<String> others = List.of(cluster.node(0).address(), cluster.node(1).address());
        for (int round = 0; round < SOAK; round++) {
            clients.limit(LIMIT);
            Arrivals full = clients.storm(LIMIT, cluster.nodes());
            assertThat(full.notAdmitted()).isEmpty();
            int lost = (int) full.admitted().stream().filter(killed.address()::equals).count();
            clients.watchTotal();
            clients.keepKnocking(others);

            killed.kill();
            Instant death = Instant.now();
            await().atMost(SLOTS_BACK).until(() -> clients.total() <= LIMIT - lost + others.size());
            List<Knock> knocks = clients.stopKnocking();
            Knock first = knocks.stream().filter(Knock::admitted).findFirst().orElseThrow();
            assertThat(knocks.stream().filter(knock -> knock.answered().isBefore(death) && knock.admitted())).isEmpty();
            assertThat(knocks.stream().filter(knock -> !knock.admitted()).map(Knock::heard).distinct())
                    .allSatisfy(heard -> assertThat(heard).matches(Refusals.tooManySessions(LIMIT) + "\r\n"));
            clients.awaitTotal(LIMIT - lost);
            Arrivals newcomers = clients.storm(LIMIT, others);
            assertExactly(lost, newcomers);
            assertNoOvershoot(LIMIT, clients.mostWatched());
            assertThat(clients.presence(full.crowd()).inside()).isEqualTo(LIMIT - lost);
            longest = max(longest, Duration.between(death, first.answered()));
            cluster.reset();
        }
        Figure.SLOTS_BACK.is(longest.toMillis() / 1000.0);
        assertThat(longest).isLessThanOrEqualTo(SLOTS_BACK);
    }

    @Test
    void a_node_that_was_paused_for_longer_than_its_lease_never_overshoots() throws Exception {
        Node paused = cluster.node(1);
        List<String> others = List.of(cluster.node(0).address(), cluster.node(2).address());
        for (int round = 0; round < SOAK; round++) {
            clients.limit(LIMIT);
            Arrivals atPaused = clients.storm(100, List.of(paused.address()));
            Arrivals elsewhere = clients.storm(LIMIT - 100, others);
            assertThat(elsewhere.notAdmitted()).isEmpty();
            paused.pause();
            clients.watchTotal();
            clients.awaitTotal(LIMIT - 100);
            Arrivals newcomers = clients.storm(60, others);
            assertThat(newcomers.notAdmitted()).isEmpty();
            // The system accepts them, and the node hears of them when it wakes, maybe before it knows what it has lost.
            int impatient = clients.beginStorm(100, List.of(paused.address()));
            await().until(() -> clients.connected() == 100);
            paused.resume();

            clients.awaitTotal(LIMIT);
            Presence woken = clients.presence(atPaused.crowd());
            Figure.PAUSED_READMITTED.is(woken.inside());
            Figure.PAUSED_CLOSED.is(woken.told().size());
            assertThat(woken.lost()).isEmpty();
            assertThat(woken.inside()).isEqualTo(40);
            assertThat(woken.told()).hasSize(60)
                    .allSatisfy(told -> assertThat(told).matches(Refusals.tooManySessions(LIMIT) + "\r\n"));
            assertExactly(0, clients.endStorm(impatient));
            assertThat(clients.presence(elsewhere.crowd()).inside()).isEqualTo(LIMIT - 100);
            assertThat(clients.presence(newcomers.crowd()).inside()).isEqualTo(60);
            assertThat(clients.total()).isEqualTo(LIMIT);
            assertNoOvershoot(LIMIT, clients.mostWatched());
            assertThat(clients.knock(paused.address()).heard()).matches(Refusals.tooManySessions(LIMIT) + "\r\n");
            cluster.reset();
        }
    }

    @Test
    void a_node_cut_off_from_the_database_goes_on_and_is_counted_again_exactly() throws Exception {
        Node cut = cluster.node(0);
        List<String> others = List.of(cluster.node(1).address(), cluster.node(2).address());
        Duration longest = Duration.ZERO;
        for (int round = 0; round < SOAK; round++) {
            clients.limit(LIMIT);
            Transfers transfers = new Transfers(cut.address());
            // The transfers count too.
            Arrivals atCut = clients.storm(98, List.of(cut.address()));
            Arrivals elsewhere = clients.storm(LIMIT - 100, others);
            assertThat(elsewhere.notAdmitted()).isEmpty();
            cluster.cut(cut);
            clients.watchTotal();
            clients.awaitTotal(LIMIT - 100);
            Arrivals newcomers = clients.storm(50, others);
            assertThat(newcomers.notAdmitted()).isEmpty();
            assertThat(clients.knock(cut.address())).matches(Knock::refused);
            assertThat(clients.presence(atCut.crowd()).inside()).as("running on the node that is cut off").isEqualTo(98);

            cluster.mend(cut);
            Instant mended = Instant.now();
            clients.awaitTotal(LIMIT);
            longest = max(longest, Duration.between(mended, Instant.now()));
            Presence again = clients.presence(atCut.crowd());
            assertThat(again.lost()).isEmpty();
            assertThat(again.told()).hasSize(50)
                    .allSatisfy(told -> assertThat(told).matches(Refusals.tooManySessions(LIMIT) + "\r\n"));
            assertThat(again.inside()).isEqualTo(48);
            assertThat(clients.presence(elsewhere.crowd()).inside()).isEqualTo(LIMIT - 100);
            assertThat(clients.presence(newcomers.crowd()).inside()).isEqualTo(50);
            assertThat(clients.total()).isEqualTo(LIMIT);
            transfers.assertIntact();
            assertNoOvershoot(LIMIT, clients.mostWatched());
            cluster.reset();
        }
        Figure.CUT_COUNTED_AGAIN.is(longest.toMillis() / 1000.0);
    }

    @Test
    void sessions_and_transfers_outlive_a_crash_of_postgresql() throws Exception {
        long admitted = 0;
        long refused = 0;
        long other = 0;
        int lost = 0;
        Duration longest = Duration.ZERO;
        for (int round = 0; round < SOAK; round++) {
            clients.limit(LIMIT);
            Transfers transfers = new Transfers(cluster.node(0).address());
            Arrivals inside = clients.storm(198, cluster.nodes());
            assertThat(inside.notAdmitted()).isEmpty();
            database.stopImmediately();
            Instant away = Instant.now();
            clients.keepKnocking(cluster.nodes());
            transfers.assertIntact();
            assertThat(clients.presence(inside.crowd()).inside()).isEqualTo(198);
            await().atMost(SOON).until(() -> clients.knocks() >= 600);

            Instant starting = Instant.now();
            database.startAgain();
            Instant back = Instant.now();
            for (String node : cluster.nodes()) {
                await().atMost(SOON).until(() -> clients.knock(node).admitted());
                longest = max(longest, Duration.between(back, Instant.now()));
            }
            List<Knock> knocks = clients.stopKnocking();
            List<Knock> whileAway = knocks.stream()
                    .filter(knock -> knock.connected().isAfter(away) && knock.answered().isBefore(starting)).toList();
            admitted += whileAway.stream().filter(Knock::admitted).count();
            refused += whileAway.stream().filter(Knock::refused).count();
            other += knocks.stream().filter(knock -> !knock.admitted() && !knock.refused()).count();
            lost += 198 - clients.presence(inside.crowd()).inside();

            // The two that transferred are still inside.
            clients.awaitTotal(200);
            clients.watchTotal();
            assertExactly(LIMIT - 200, clients.storm(STORM, cluster.nodes()));
            assertThat(clients.total()).isEqualTo(LIMIT);
            assertNoOvershoot(LIMIT, clients.mostWatched());
            cluster.reset();
        }
        Figure.AWAY_ADMITTED.is(admitted);
        Figure.AWAY_REFUSED.is(refused);
        Figure.AWAY_OTHER.is(other);
        Figure.AWAY_RUNNING_LOST.is(lost);
        Figure.AWAY_FIRST_220.is(longest.toMillis() / 1000.0);
        assertThat(admitted).isZero();
        assertThat(refused).isPositive();
        assertThat(other).isZero();
        assertThat(lost).isZero();
    }

    @Test
    void after_an_outage_longer_than_the_lease_those_inside_come_before_newcomers() throws Exception {
        for (int round = 0; round < SOAK; round++) {
            clients.limit(LIMIT);
            Arrivals inside = clients.storm(LIMIT, cluster.nodes());
            assertThat(inside.notAdmitted()).isEmpty();
            database.stopImmediately();
            Instant away = Instant.now();
            clients.keepKnocking(cluster.nodes());
            await().atMost(SOON).until(() -> Duration.between(away, Instant.now()).compareTo(LONGER_THAN_A_LEASE) > 0);
            database.startAgain();
            clients.watchTotal();
            clients.awaitTotal(LIMIT);
            for (String node : cluster.nodes()) {
                await().atMost(SOON).until(() -> clients.knock(node).heard().startsWith("421 Too many sessions"));
            }
            Presence after = clients.presence(inside.crowd());
            assertThat(after.told()).isEmpty();
            assertThat(after.lost()).isEmpty();
            assertThat(clients.stopKnocking().stream().filter(knock -> !knock.refused()).count()).isZero();
            assertNoOvershoot(LIMIT, clients.mostWatched());
            cluster.reset();
        }
    }

    @Test
    void a_crash_of_postgresql_in_the_middle_of_a_storm_leaves_no_place_behind() throws Exception {
        int limit = 500;
        for (int round = 0; round < 2 * SOAK; round++) {
            clients.limit(limit);
            database.delay(Duration.ofMillis(50));
            int storm = clients.beginStorm(STORM, cluster.nodes());
            await().until(() -> clients.connected() > 500);
            database.stopImmediately();
            database.startAgain();
            assertAllCounted(limit, clients.endStorm(storm));
            cluster.reset();
        }
    }

    @Test
    void a_cut_in_the_middle_of_a_storm_leaves_no_place_behind() throws Exception {
        int limit = 500;
        for (int round = 0; round < SOAK; round++) {
            clients.limit(limit);
            database.delay(Duration.ofMillis(50));
            int storm = clients.beginStorm(STORM, cluster.nodes());
            await().until(() -> clients.connected() > 500);
            cluster.cut(cluster.node(0));
            Arrivals arrivals = clients.endStorm(storm);
            cluster.mend(cluster.node(0));
            assertAllCounted(limit, arrivals);
            cluster.reset();
        }
    }

    /** After a storm in which some could not be decided: who is inside is counted, and the rest of the places can be had. */
    private static void assertAllCounted(int limit, Arrivals arrivals) throws Exception {
        database.delay(Duration.ZERO);
        int inside = arrivals.admitted().size();
        assertThat(arrivals.notAdmitted()).allSatisfy(heard -> assertThat(heard).matches("421 [^\r\n]*\r\n"));
        assertThat(inside).isLessThanOrEqualTo(limit);
        for (String node : cluster.nodes()) {
            await().atMost(SOON).until(() -> !clients.knock(node).heard().contains("cannot be checked"));
        }
        clients.awaitTotal(inside);
        Presence presence = clients.presence(arrivals.crowd());
        assertThat(presence.inside()).isEqualTo(inside);
        assertExactly(limit - inside, clients.storm(STORM, cluster.nodes()));
        assertThat(clients.total()).isEqualTo(limit);
    }

    @Test
    void a_slow_database_changes_nothing_about_the_count() throws Exception {
        int limit = 500;
        clients.limit(limit);
        database.delay(Duration.ofMillis(150));
        long other = 0;
        for (int round = 0; round < SOAK; round++) {
            Arrivals arrivals = clients.storm(STORM, cluster.nodes());
            other += arrivals.notAdmitted().stream().filter(heard -> !heard.matches("421 .*\r\n")).count();
            assertExactly(limit, arrivals);
            assertThat(clients.total()).isEqualTo(limit);
            clients.leave();
            clients.awaitTotal(0);
        }
        Figure.SLOW_OTHER.is(other);
    }

    @Test
    void a_closed_door_is_closed_on_every_node_at_once() throws Exception {
        clients.closings(10, cluster.nodes());
        List<Double> millis = millis(clients.closings(60 * SOAK, cluster.nodes()));
        Figure.CLOSING_P50.is(percentile(millis, 50));
        Figure.CLOSING_P99.is(percentile(millis, 99));
        assertThat(millis.getLast()).isLessThan(POLLED.toMillis());
    }

    @Test
    void a_door_is_closed_on_every_node_also_when_nobody_hears_of_it() throws Exception {
        database.keepKillingNotices(true);
        List<Duration> closings = new ArrayList<>(clients.closings(10 * SOAK, cluster.nodes()));
        database.keepKillingNotices(false);
        database.swallowNotices(true);
        closings.addAll(clients.closings(10 * SOAK, cluster.nodes()));
        List<Double> millis = millis(closings);
        Figure.CLOSING_UNHEARD.is(millis.getLast());
        assertThat(millis.getLast()).isLessThan(POLLED.toMillis());
    }

    @Test
    void a_session_is_ended_at_once_wherever_it_is() throws Exception {
        clients.kicks(6, cluster.nodes());
        List<Double> millis = millis(clients.kicks(60 * SOAK, cluster.nodes()));
        Figure.KICK_P50.is(percentile(millis, 50));
        Figure.KICK_P99.is(percentile(millis, 99));
        assertThat(millis.getLast()).isLessThan(POLLED.toMillis());
    }

    @Test
    void a_session_is_ended_also_when_its_node_does_not_hear_of_it() throws Exception {
        database.keepKillingNotices(true);
        List<Duration> kicks = new ArrayList<>(clients.kicks(6 * SOAK, cluster.nodes()));
        database.keepKillingNotices(false);
        database.swallowNotices(true);
        kicks.addAll(clients.kicks(9 * SOAK, cluster.nodes()));
        List<Double> millis = millis(kicks);
        Figure.KICK_UNHEARD.is(millis.getLast());
        assertThat(millis.getLast()).isLessThan(POLLED.toMillis());
    }

    /** A long upload and a long download, both on one node. */
    private static final class Transfers {
        private static final long DOWNLOAD_BYTES = 64 * Content.MIB;

        private final Path downloaded = cluster.home().resolve("download.bin");
        private final Path uploaded = cluster.home().resolve("upload.bin");
        private final int upload;
        private final int download;

        private Transfers(String node) throws Exception {
            Files.createDirectories(cluster.home());
            Content.write(downloaded, DOWNLOAD_BYTES);
            upload = clients.upload(node, Cluster.ACCOUNT, uploaded.getFileName().toString());
            download = clients.download(node, Cluster.ACCOUNT, downloaded.getFileName().toString());
        }

        /** Has them end. */
        private void assertIntact() throws Exception {
            Transferred up = clients.finish(upload);
            assertThat(up.reply()).startsWith("226 ");
            assertThat(up.sha256()).isEqualTo(Content.sha256(uploaded));
            assertThat(up.bytes()).isEqualTo(Files.size(uploaded));
            Transferred down = clients.finish(download);
            assertThat(down.reply()).startsWith("226 ");
            assertThat(down.bytes()).isEqualTo(DOWNLOAD_BYTES);
            assertThat(down.sha256()).isEqualTo(Content.sha256(downloaded));
        }
    }

    /** So many were let in, and all others read the whole of a 421. */
    private static void assertExactly(int admitted, Arrivals arrivals) {
        assertThat(arrivals.notAdmitted()).allSatisfy(
                heard -> assertThat(heard).matches("421 Too many sessions \\(limit \\d+\\)\\. [^\r\n]*\r\n"));
        assertThat(arrivals.admitted()).hasSize(admitted);
    }

    /** @param most that were ever counted while that limit held; all places were taken at some time */
    private static void assertNoOvershoot(int limit, int most) {
        overshoot = Math.max(overshoot, most - limit);
        Figure.OVERSHOOT.is(overshoot);
        assertThat(most).isEqualTo(limit);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** In ascending order. What came before the answer to the administrator took no time. */
    private static List<Double> millis(List<Duration> durations) {
        return durations.stream().map(duration -> Math.max(0, duration.toNanos() / 1e6)).sorted().toList();
    }

    private static double percentile(List<Double> ascending, int percent) {
        return ascending.get((int) Math.ceil(ascending.size() * percent / 100.0) - 1);
    }
}
