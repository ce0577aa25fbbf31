package io.drawbridge.ftp.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.drawbridge.ftp.admission.policy.Database.Lent;
import io.drawbridge.ftp.admission.policy.Settings.Evict;
import io.drawbridge.ftp.admission.policy.Settings.Limits;
import io.drawbridge.ftp.admission.policy.Settings.Rule;
import io.drawbridge.ftp.admission.policy.Settings.Scope;
import io.drawbridge.ftp.admission.policy.Settings.Target;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/** Places that nodes have in advance. */
class LentPlacesTest {
    private static final Database DATABASE = Database.connect();
    private static final int WANTED = 1000;

    private long ids;
    private long now = 1_000_000;

    @AfterContainer
    static void stop() {
        DATABASE.close();
    }

    @BeforeTry
    void begin() {
        DATABASE.empty();
        DATABASE.timeIs(now);
    }

    private static void limit(Integer sessions) {
        DATABASE.set(new Limits(sessions, null, null, null, null, null, Evict.NONE));
    }

    private UUID newId() {
        return new UUID(7, ++ids);
    }

    /** A node that gives away what it has in advance, as the program does. */
    private final class Node {
        private final String name;
        private long epoch;
        private long batch = 100;
        private int places;
        private final Map<UUID, Arrival> told = new LinkedHashMap<>();
        private final Map<UUID, Arrival> untold = new LinkedHashMap<>();
        private final List<UUID> departed = new ArrayList<>();

        Node(String name) {
            this.name = name;
            this.epoch = DATABASE.start(name, newId());
        }

        int inside() {
            return told.size() + untold.size();
        }

        private Arrival arrival() {
            return new Arrival(newId(), "ftp", "192.0.2.1", now, null, null);
        }

        void letInByItself(int clients) {
            for (int i = 0; i < clients && places > 0; i++) {
                Arrival arrival = arrival();
                untold.put(arrival.id(), arrival);
                places--;
            }
        }

        void someLeave(int clients) {
            for (int i = 0; i < clients && !untold.isEmpty(); i++) {
                untold.remove(untold.keySet().iterator().next());
                places++;
            }
            for (int i = 0; i < clients && !told.isEmpty(); i++) {
                UUID one = told.keySet().iterator().next();
                told.remove(one);
                departed.add(one);
            }
        }

        Lent settle(int arrivals, int wanted) {
            return settle(arrivals, wanted, 0, false);
        }

        /**
         * @param meanwhile as many are let in while the batch is on its way, as long as there are places
         * @param again whether the answer is lost, and it is sent again
         */
        Lent settle(int arrivals, int wanted, int meanwhile, boolean again) {
            if (wanted == 0) {
                places = 0;
            }
            List<Arrival> arriving = new ArrayList<>();
            for (int i = 0; i < arrivals; i++) {
                arriving.add(arrival());
            }
            Map<UUID, Arrival> opened = new LinkedHashMap<>(untold);
            untold.clear();
            int kept = places;
            letInByItself(meanwhile);
            Lent answer = DATABASE.settle(name, epoch, ++batch, departed, arriving, List.copyOf(opened.values()), kept, wanted);
            if (again) {
                List<UUID> inDoubt = new ArrayList<>(departed);
                arriving.forEach(arrival -> inDoubt.add(arrival.id()));
                answer = DATABASE.settle(name, epoch, ++batch, inDoubt, arriving, List.copyOf(opened.values()), kept, wanted);
            }
            departed.clear();
            told.putAll(opened);
            places += answer.places();
            Set<UUID> admitted = new LinkedHashSet<>();
            answer.decisions().stream().filter(Decision::isAdmitted).forEach(decision -> admitted.add(decision.session()));
            arriving.stream().filter(arrival -> admitted.contains(arrival.id()))
                    .forEach(arrival -> told.put(arrival.id(), arrival));
            return answer;
        }
    }

    /** What a node does next. */
    record Turn(int node, int byItself, int leaving, int arriving, boolean wants, int meanwhile, boolean again) {
    }

    @Provide
    Arbitrary<List<Turn>> turns() {
        Arbitrary<Integer> few = Arbitraries.integers().between(0, 6);
        return Combinators.combine(Arbitraries.integers().between(0, 2), few, few, few, Arbitraries.of(true, true, true, false),
                few, Arbitraries.frequency(net.jqwik.api.Tuple.of(7, false), net.jqwik.api.Tuple.of(1, true)))
                .as(Turn::new).list().ofMinSize(5).ofMaxSize(40);
    }

    @Property
    void never_more_are_inside_than_the_limit_and_nobody_is_refused_for_good_while_a_place_is_free(
            @ForAll("turns") List<Turn> turns, @ForAll("limits") int limit) {
        limit(limit);
        List<Node> nodes = List.of(new Node("north"), new Node("south"), new Node("west"));
        for (Turn turn : turns) {
            Node node = nodes.get(turn.node());
            node.letInByItself(turn.byItself());
            node.someLeave(turn.leaving());
            Lent answer = node.settle(turn.arriving(), turn.wants() ? WANTED : 0, turn.meanwhile(), turn.again());
            assertThat(nodes.stream().mapToInt(Node::inside).sum()).as("inside").isLessThanOrEqualTo(limit);
            assertThat(DATABASE.inside().size() + DATABASE.lent()).as("counted").isLessThanOrEqualTo(limit);
            int counted = DATABASE.inside().size();
            answer.decisions().stream()
                    .filter(decision -> !decision.isAdmitted() && !answer.lent().contains(decision.session()))
                    .forEach(refused -> assertThat(counted).as("inside when %s", refused).isEqualTo(limit));
        }
        nodes.forEach(node -> node.settle(0, 0));
        assertThat(DATABASE.lent()).isZero();
        assertThat(DATABASE.inside()).hasSize(nodes.stream().mapToInt(Node::inside).sum());
        int free = limit - DATABASE.inside().size();
        assertThat(nodes.getFirst().settle(free + 1, 0).decisions().stream().filter(Decision::isAdmitted)).hasSize(free);
    }

    @Provide
    Arbitrary<Integer> limits() {
        return Arbitraries.integers().between(0, 60);
    }

    @Example
    void without_a_limit_there_is_as_much_as_is_wanted() {
        limit(null);
        assertThat(new Node("north").settle(1, WANTED).places()).isEqualTo(WANTED);
    }

    @Example
    void near_a_limit_places_are_taken_singly() {
        limit(3);
        Node node = new Node("north");
        assertThat(node.settle(2, WANTED).places()).isZero();
        assertThat(node.settle(1, WANTED).decisions()).allMatch(Decision::isAdmitted);
        Lent full = node.settle(1, WANTED);
        assertThat(full.decisions()).extracting(Decision::verdict).containsExactly("CLUSTER_FULL");
        assertThat(full.lent()).as("refused only because places are lent").isEmpty();
    }

    @Example
    void the_limit_of_the_node_bounds_it_too() {
        limit(1000);
        DATABASE.put(new Rule(new Target(Scope.NODE, "north", null, null), 11, null, Evict.NONE));
        assertThat(new Node("north").settle(1, WANTED).places()).isEqualTo(5);
        assertThat(new Node("south").settle(1, WANTED).places()).isGreaterThan(100);
    }

    @Example
    void who_finds_only_places_that_are_lent_is_told_so() {
        limit(8);
        Node north = new Node("north");
        Node south = new Node("south");
        assertThat(north.settle(0, WANTED).places()).isEqualTo(2);
        Lent answer = south.settle(7, 0);
        assertThat(answer.decisions().stream().filter(Decision::isAdmitted)).hasSize(6);
        assertThat(answer.lent()).hasSize(1);
        north.settle(0, 0);
        assertThat(south.settle(2, 0).decisions()).allMatch(Decision::isAdmitted);
    }

    @Example
    void who_meets_only_common_limits_is_plain() {
        limit(100);
        assertThat(new Node("north").settle(1, WANTED).plain()).hasSize(1);
    }

    @Example
    void who_meets_a_limit_of_its_own_is_not() {
        DATABASE.set(new Limits(100, 50, null, null, null, null, Evict.NONE));
        assertThat(new Node("north").settle(1, WANTED).plain()).as("of each address").isEmpty();
        DATABASE.set(new Limits(100, null, null, 600, null, null, Evict.NONE));
        assertThat(new Node("north").settle(1, WANTED).plain()).as("of connections a minute").isEmpty();
        limit(100);
        DATABASE.put(new Rule(new Target(Scope.LISTENER, null, null, null), 11, null, Evict.NONE));
        assertThat(new Node("north").settle(1, WANTED).plain()).as("of each listener").isEmpty();
    }

    @Example
    void nothing_is_given_while_places_are_reserved() {
        limit(100);
        DATABASE.put(Settings.RESERVES.getFirst());
        Lent answer = new Node("north").settle(1, WANTED);
        assertThat(answer.places()).isZero();
        assertThat(answer.plain()).isEmpty();
    }

    @Example
    void nothing_is_given_during_a_maintenance_and_just_before() {
        limit(100);
        DATABASE.execute("UPDATE maintenance SET enabled = true");
        assertThat(new Node("north").settle(0, WANTED).places()).isZero();
        DATABASE.execute("UPDATE maintenance SET enabled = false");
        DATABASE.execute("INSERT INTO maintenance_window (name, scope, mode, starts_at, changed_by, changed_at)"
                + " VALUES ('soon', 'CLUSTER', 'REFUSE', clock_timestamp() + interval '50 ms', 'test', now())");
        DATABASE.execute("INSERT INTO maintenance_occurrence SELECT name, starts_at, 'infinity' FROM maintenance_window");
        assertThat(new Node("north").settle(0, WANTED).places()).isZero();
    }

    @Example
    void nothing_is_given_while_a_node_has_not_written_what_it_holds() {
        limit(100);
        Node north = new Node("north");
        Node south = new Node("south");
        DATABASE.crash();
        south.epoch = DATABASE.start("south", newId());
        assertThat(south.settle(0, WANTED).places()).isZero();
        north.epoch = DATABASE.start("north", newId());
        assertThat(south.settle(0, WANTED).places()).isPositive();
    }

    @Example
    void what_a_dead_node_had_is_free() {
        limit(8);
        Node north = new Node("north");
        Node south = new Node("south");
        assertThat(north.settle(0, WANTED).places()).isEqualTo(2);
        DATABASE.leaseRunsOut("north");
        assertThat(south.settle(8, 0).decisions()).allMatch(Decision::isAdmitted);
    }

    @Example
    void a_change_waits_until_all_is_given_back_and_meanwhile_nothing_is_given() throws Exception {
        limit(100);
        Node north = new Node("north");
        Node south = new Node("south");
        assertThat(north.settle(0, WANTED).places()).isPositive();
        try (Database operator = Database.connect()) {
            operator.timeIs(now);
            CompletableFuture<Void> change = CompletableFuture.runAsync(
                    () -> operator.execute("UPDATE limits SET max_sessions = 5"));
            while (DATABASE.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND (classid, objid) = (421, 221)",
                    row -> 1).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(south.settle(0, WANTED).places()).as("while it changes").isZero();
            north.letInByItself(7);
            assertThat(change).isNotDone();
            north.settle(0, 0);
            change.get(10, TimeUnit.SECONDS);
        }
        assertThat(DATABASE.inside()).as("those who came in before are written down by then").hasSize(7);
        assertThat(south.settle(1, WANTED).decisions()).extracting(Decision::verdict).containsExactly("CLUSTER_FULL");
    }

    @Example
    void a_change_does_not_wait_for_a_node_that_has_had_its_time() {
        limit(100);
        assertThat(new Node("north").settle(0, WANTED).places()).isPositive();
        now += 2_000_000;
        DATABASE.timeIs(now);
        limit(5);
        assertThat(DATABASE.query("SELECT max_sessions FROM limits", row -> row.getInt(1))).containsExactly(5);
    }
}
