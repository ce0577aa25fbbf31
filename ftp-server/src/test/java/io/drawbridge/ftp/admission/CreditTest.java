package io.drawbridge.ftp.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What a node may do by itself, and what it then tells the database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CreditTest {
    private static final Duration VALID = Duration.ofMillis(100);
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

    private long now = 1_000_000_000;
    private final Credit credit = new Credit(() -> now);
    private final Map<UUID, Slot> inside = new HashMap<>();

    private static Slot arrival() {
        return new Slot(null, "ftp", CLIENT, Instant.EPOCH, null);
    }

    private boolean letIn(Slot slot) {
        return credit.letIn(slot, () -> inside.put(slot.id(), slot));
    }

    private void leave(Slot slot) {
        inside.remove(slot.id());
        credit.leave(slot);
    }

    private Credit.Report report() {
        return credit.report(inside::containsKey);
    }

    private void grant(long version, int places) {
        grant(report(), version, places);
    }

    private void grant(Credit.Report report, long version, int places) {
        credit.granted(report, new Credit.Grant(OptionalLong.of(version), places, VALID), now);
    }

    /** A client like those to come, which the database itself has let in. */
    private void grantTo(int places) {
        grant(1, places);
        credit.plain(arrival());
    }

    private void storm(int newcomers) {
        for (int i = 0; i < newcomers; i++) {
            letIn(arrival());
        }
    }

    @Test
    void as_many_come_in_as_there_are_places() {
        grantTo(2);
        assertThat(letIn(arrival())).isTrue();
        assertThat(letIn(arrival())).isTrue();
        assertThat(letIn(arrival())).isFalse();
    }

    @Test
    void nobody_comes_in_of_whom_the_database_has_said_nothing() {
        grant(1, 2);
        assertThat(letIn(arrival())).isFalse();
    }

    @Test
    void nobody_comes_in_when_the_time_is_over() {
        grantTo(2);
        now += VALID.toNanos();
        assertThat(letIn(arrival())).isFalse();
        assertThat(credit.certainVersion()).isEmpty();
    }

    @Test
    void another_version_of_what_operators_set_makes_all_strangers_again() {
        grantTo(2);
        grant(2, 2);
        assertThat(letIn(arrival())).isFalse();
        assertThat(credit.certainVersion()).hasValue(2);
    }

    @Test
    void who_comes_and_goes_between_two_reports_is_never_told_of() {
        grantTo(1);
        for (int i = 0; i < 100; i++) {
            Slot slot = arrival();
            assertThat(letIn(slot)).isTrue();
            inside.remove(slot.id());
            assertThat(credit.leave(slot)).as("the database need not hear of it").isTrue();
        }
        assertThat(report().opened()).isEmpty();
    }

    @Test
    void who_is_inside_is_told_of_once_and_then_goes_as_everybody() {
        grantTo(2);
        Slot slot = arrival();
        letIn(slot);
        storm(4);
        Credit.Report report = report();
        assertThat(report.opened()).extracting(Credit.Opened::slot).contains(slot);
        grant(report, 1, 0);
        assertThat(report().opened()).isEmpty();
        assertThat(credit.leave(slot)).as("the database need not hear of it").isFalse();
    }

    @Test
    void while_a_report_is_on_its_way_the_places_kept_are_given_away() {
        grantTo(10);
        storm(6);
        Credit.Report report = report();
        assertThat(report.kept()).isEqualTo(4);
        storm(9);
        assertThat(inside).hasSize(10);
        grant(report, 1, 3);
        storm(9);
        assertThat(inside).hasSize(13);
        assertThat(report().opened()).hasSize(7);
    }

    @Test
    void when_few_come_all_is_given_back() {
        grantTo(10);
        letIn(arrival());
        Credit.Report report = report();
        assertThat(report.kept()).isZero();
        assertThat(report.wanted()).isZero();
        credit.granted(report, Credit.Grant.NONE, now);
        assertThat(letIn(arrival())).isFalse();
        assertThat(credit.nanosUntilReport()).as("nothing is to be told any more").isNull();
    }

    @Test
    void a_batch_that_follows_soon_does_not_take_a_storm_for_over() {
        grantTo(10);
        storm(6);
        grant(report(), 1, 0);
        assertThat(report().wanted()).isPositive();
    }

    @Test
    void what_another_node_asks_for_is_given_back_at_once() {
        grantTo(10);
        storm(6);
        credit.askBack();
        assertThat(letIn(arrival())).isFalse();
        assertThat(credit.nanosUntilReport()).isZero();
        Credit.Report report = report();
        assertThat(report.kept()).isZero();
        assertThat(report.wanted()).isZero();
        credit.granted(report, Credit.Grant.NONE, now);
        grantTo(1);
        assertThat(letIn(arrival())).as("and afterwards there may be some again").isTrue();
    }

    @Test
    void what_was_asked_back_while_it_was_on_its_way_is_given_back_too() {
        grantTo(1);
        storm(6);
        Credit.Report report = report();
        credit.askBack();
        grant(report, 1, 5);
        assertThat(letIn(arrival())).isFalse();
        assertThat(credit.nanosUntilReport()).isZero();
        assertThat(report().kept()).isZero();
    }

    @Test
    void a_report_of_which_nobody_knows_whether_it_came_is_told_again_and_its_sessions_are_not_forgotten() {
        grantTo(10);
        Slot stays = arrival();
        Slot leaves = arrival();
        letIn(stays);
        letIn(leaves);
        storm(4);
        Credit.Report report = report();
        credit.lost(report);
        assertThat(letIn(arrival())).isFalse();
        inside.remove(leaves.id());
        assertThat(credit.leave(leaves)).as("the database need not hear of it").isFalse();
        assertThat(report().opened()).extracting(Credit.Opened::slot).contains(stays).doesNotContain(leaves);
    }

    @Test
    void no_place_is_gained_by_leaving_twice() {
        grantTo(1);
        Slot slot = arrival();
        letIn(slot);
        leave(slot);
        leave(slot);
        storm(5);
        assertThat(inside).hasSize(1);
    }

    @Test
    void an_account_that_meets_no_limit_is_counted_without_asking() {
        grantTo(2);
        assertThat(credit.logIn(arrival(), "alice")).isFalse();
        credit.plain("alice");
        Slot known = arrival();
        assertThat(credit.logIn(known, "alice")).isTrue();
        Slot unknown = arrival();
        letIn(unknown);
        assertThat(credit.logIn(unknown, "alice")).isTrue();
        storm(4);
        inside.put(known.id(), known);
        Credit.Report report = report();
        assertThat(report.told()).containsExactly(new Credit.Opened(known, "alice"));
        assertThat(report.opened()).contains(new Credit.Opened(unknown, "alice"));
    }

    @Test
    void who_says_that_it_is_nobody_waits_until_what_it_was_has_been_told() throws Exception {
        grantTo(2);
        Slot slot = arrival();
        letIn(slot);
        credit.plain("alice");
        credit.logIn(slot, "alice");
        storm(4);
        Credit.Report report = report();
        CompletableFuture<Boolean> local = CompletableFuture.supplyAsync(() -> credit.disclaim(slot));
        while (slot.account() != null) {
            Thread.onSpinWait();
        }
        assertThat(local).isNotDone();
        grant(report, 1, 0);
        assertThat(local.get(10, TimeUnit.SECONDS)).as("the database need not hear of it").isFalse();
        Slot untold = arrival();
        grant(1, 3);
        letIn(untold);
        assertThat(credit.disclaim(untold)).as("the database need not hear of it").isTrue();
    }

    @Test
    void when_all_is_told_anew_nothing_is_left_over() {
        grantTo(2);
        Slot slot = arrival();
        letIn(slot);
        assertThat(credit.end(inside)).containsExactlyElementsOf(List.of(slot));
        assertThat(letIn(arrival())).isFalse();
        assertThat(report().opened()).isEmpty();
        assertThat(credit.leave(slot)).as("the database need not hear of it").isFalse();
    }
}
