package io.drawbridge.ftp.admission.policy;

import java.util.List;
import java.util.stream.Stream;

import io.drawbridge.ftp.admission.policy.Settings.Evict;
import io.drawbridge.ftp.admission.policy.Settings.Limits;
import io.drawbridge.ftp.admission.policy.Settings.Scope;
import io.drawbridge.ftp.admission.policy.Settings.Target;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** What the door promises, whatever happens in whatever order. */
class PolicyTest {
    private static final Database DATABASE = Database.connect();

    @AfterContainer
    static void stop() {
        DATABASE.close();
    }

    @Property
    void held_is_within_the_limit_and_nobody_is_refused_while_a_place_is_free(@ForAll("rules") List<Step> rules,
            @ForAll("steps") List<Step> steps) {
        Play play = new Play(DATABASE);
        rules.forEach(play::play);
        steps.forEach(play::play);
    }

    @Property
    void reserved_places_are_for_those_they_are_kept_for(@ForAll("reserves") List<Step> reserves,
            @ForAll("logins") List<Step> logins) {
        Play play = new Play(DATABASE);
        reserves.forEach(play::play);
        logins.forEach(play::play);
    }

    @Provide
    Arbitrary<List<Step>> reserves() {
        return Combinators.combine(Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 2).list().ofSize(3),
                Arbitraries.integers().between(1, 3).injectNull(0.5)).as(
                        (most, kept, atHost) -> List.of(
                                new Step.SetLimits(new Limits(most, null, null, null, null, null, Evict.NONE)),
                                new Step.SetReserve(0, kept.get(0) - 1), new Step.SetReserve(1, kept.get(1)),
                                new Step.SetReserve(2, kept.get(2)),
                                new Step.PutRule(new Target(Scope.HOST, null, null, null), atHost, null, Evict.NONE)));
    }

    @Provide
    Arbitrary<List<Step>> logins() {
        Arbitrary<Step> batch = Combinators.combine(Arbitraries.integers().between(0, 1), number().list().ofMaxSize(1),
                arriving().list().ofMaxSize(3), claiming().list().ofMaxSize(4))
                .as((process, departing, arriving, claiming) -> new Step.Batch(process, departing, arriving, claiming, null,
                        Step.Mishap.NONE));
        return Arbitraries.frequencyOf(Tuple.of(12, batch), Tuple.of(1, reserve()), Tuple.of(1, number().map(Step.Rejoin::new)))
                .list().ofMinSize(1).ofMaxSize(15);
    }

    @Provide
    Arbitrary<List<Step>> rules() {
        // Small limits for all, a reserve, and rules that meet each other.
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 5);
        return Combinators.combine(few.injectNull(0.2).map(most -> new Step.SetLimits(
                new Limits(most, null, null, null, null, null, Evict.NONE))), reserve(), rulesOfOneKind())
                .as((limits, reserve, changes) -> Stream.concat(Stream.of(limits, reserve), changes.stream()).toList());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(14, batch()),
                Tuple.of(4, change()),
                Tuple.of(2, number().map(Step.Rejoin::new)),
                Tuple.of(2, Combinators.combine(number(), Arbitraries.integers()).as(Step.Beat::new)),
                Tuple.of(1, Arbitraries.of(Settings.NODES).map(Step.Start::new)),
                Tuple.of(1, number().map(Step.Stop::new)),
                Tuple.of(1, number().map(Step.Kill::new)),
                Tuple.of(1, Arbitraries.of(Settings.NODES).map(Step.LeaseRunsOut::new)),
                Tuple.of(1, Arbitraries.just(new Step.PostgresCrashes())),
                Tuple.of(3, Arbitraries.integers().between(1, 70_000).map(Step.TimePasses::new)),
                Tuple.of(1, Arbitraries.just(new Step.EnforceLimits())));
        return step.list().ofMinSize(1).ofMaxSize(30);
    }

    private static Arbitrary<Step> batch() {
        return Combinators.combine(number(), number().list().ofMaxSize(2), arriving().list().ofMaxSize(4),
                claiming().list().ofMaxSize(3), Arbitraries.integers().between(0, 5).injectNull(0.8),
                Arbitraries.frequency(Tuple.of(8, Step.Mishap.NONE), Tuple.of(1, Step.Mishap.ANSWER_LOST),
                        Tuple.of(1, Step.Mishap.LATE), Tuple.of(1, Step.Mishap.TWICE)))
                .as(Step.Batch::new);
    }

    private static Arbitrary<Step.Arriving> arriving() {
        return Combinators.combine(Arbitraries.of(Settings.LISTENERS), Arbitraries.of(Settings.ADDRESSES))
                .as(Step.Arriving::new);
    }

    private static Arbitrary<Step.Claiming> claiming() {
        return Combinators
                .combine(number(), Arbitraries.of(Settings.HOSTS).injectNull(0.7), Arbitraries.of(Settings.ACCOUNTS))
                .as((session, host, account) -> new Step.Claiming(session, host, host == null ? account : null));
    }

    private static Arbitrary<Step> change() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Combinators.combine(sessions(6), sessions(4), sessions(3), rate(), rate(), rate(),
                        Arbitraries.of(Evict.class))
                        .as(Limits::new).map(Step.SetLimits::new)),
                Tuple.of(5, rule(Settings.TARGETS)),
                Tuple.of(1, Arbitraries.of(Settings.TARGETS).map(Step.DropRule::new)),
                Tuple.of(3, reserve()),
                Tuple.of(
                        1, Combinators
                                .combine(Arbitraries.of(Settings.ACCOUNTS), Arbitraries.of(Settings.GROUPS).injectNull(0.3),
                                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
                                .as(Step.ChangeAccount::new)));
    }

    private static Arbitrary<List<Step>> rulesOfOneKind() {
        return Arbitraries
                .of(List.of(Scope.NETWORK, Scope.ADDRESS), List.of(Scope.NETWORK), List.of(Scope.ACCOUNT, Scope.GROUP),
                        List.of(Scope.HOST, Scope.LISTENER, Scope.NODE), List.of(Scope.values()))
                .flatMap(scopes -> rule(Settings.TARGETS.stream().filter(target -> scopes.contains(target.scope())).toList())
                        .list().ofMaxSize(4));
    }

    private static Arbitrary<Step> rule(List<Target> targets) {
        return Combinators.combine(Arbitraries.of(targets), sessions(4), rate(), Arbitraries.of(Evict.class))
                .as(Step.PutRule::new);
    }

    private static Arbitrary<Step> reserve() {
        return Combinators.combine(Arbitraries.integers().between(0, Settings.RESERVES.size() - 1),
                Arbitraries.integers().between(0, 3)).as(Step.SetReserve::new);
    }

    private static Arbitrary<Integer> number() {
        return Arbitraries.integers().between(0, 11);
    }

    private static Arbitrary<Integer> sessions(int most) {
        return Arbitraries.integers().between(0, most).injectNull(0.3);
    }

    /** A whole number of seconds for each, so that no rounding decides. */
    private static Arbitrary<Integer> rate() {
        return Arbitraries.of(1, 2, 3, 4, 5, 6, 10).injectNull(0.85);
    }
}
