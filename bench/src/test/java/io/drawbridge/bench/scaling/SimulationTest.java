package io.drawbridge.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.drawbridge.bench.door.Costs;

class SimulationTest {
    private static final Costs COSTS = new Costs(500, 50, 50, 0, 0, 500, 5, 0, 0, 300);

    private static Outcome run(Scenario scenario, Costs costs) {
        return Simulation.run(scenario, costs, 7, 1, 5);
    }

    private static Scenario pods(int pods, double room, Scenario.Policy policy) {
        return new Scenario(pods, 1, pods * 100, room, 5, 0.5, 0.1, policy, 0.02);
    }

    @ParameterizedTest
    @EnumSource
    void the_same_seed_gives_the_same_outcome(Scenario.Policy policy) {
        Outcome once = run(pods(5, 0.05, policy), COSTS);
        Outcome again = run(pods(5, 0.05, policy), COSTS);
        assertThat(again.greetings.percentile(0.99)).isEqualTo(once.greetings.percentile(0.99));
        assertThat(again.work()).isEqualTo(once.work());
        assertThat(again.arrivals).isEqualTo(once.arrivals).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void the_limit_holds_also_when_it_is_full(Scenario.Policy policy) {
        Outcome outcome = run(pods(5, 0, policy), COSTS);
        assertThat(outcome.excess).isZero();
        assertThat(outcome.refused).isPositive();
    }

    @Test
    void who_has_to_ask_waits_for_the_call_at_least() {
        Outcome outcome = run(pods(1, 1, Scenario.Policy.ASK), COSTS);
        // There and back, the call, the arrival.
        assertThat(outcome.greetings.percentile(0.01)).isGreaterThan(1_000_000);
        assertThat(outcome.refused).isZero();
    }

    @Test
    void at_many_arrivals_credit_greets_most_at_once() {
        Outcome asked = run(new Scenario(10, 1, 1000, 1, 5, 0.95, 0.1, Scenario.Policy.ASK, 0.02), COSTS);
        Outcome credit = run(new Scenario(10, 1, 1000, 1, 5, 0.95, 0.1, Scenario.Policy.CREDIT, 0.02), COSTS);
        assertThat(credit.greetings.percentile(0.5)).isLessThan(100_000);
        assertThat(asked.greetings.percentile(0.5)).isGreaterThan(1_000_000);
    }

    @Test
    void where_few_come_credit_asks_too() {
        Outcome asked = run(pods(10, 1, Scenario.Policy.ASK), COSTS);
        Outcome credit = run(pods(10, 1, Scenario.Policy.CREDIT), COSTS);
        assertThat(credit.greetings.percentile(0.5)).isEqualTo(asked.greetings.percentile(0.5));
    }

    @Test
    void a_door_that_has_more_to_do_than_time_never_catches_up() {
        Outcome outcome = run(pods(10, 1, Scenario.Policy.ASK), new Costs(500, 50, 50, 0, 0, 500_000, 5, 0, 0, 300));
        assertThat(outcome.unanswered()).isGreaterThan(0.1);
    }

    @Test
    void several_databases_share_the_work() {
        Outcome one = run(pods(10, 1, Scenario.Policy.ASK), COSTS);
        Outcome five = run(new Scenario(10, 5, 1000, 1, 5, 0.5, 0.1, Scenario.Policy.ASK, 0.02), COSTS);
        assertThat(five.work()).isLessThan(one.work() / 2);
    }
}
