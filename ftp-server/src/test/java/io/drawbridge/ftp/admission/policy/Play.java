package io.drawbridge.ftp.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.assertj.core.api.SoftAssertions;

import io.drawbridge.ftp.admission.policy.Model.Key;
import io.drawbridge.ftp.admission.policy.Model.Limit;
import io.drawbridge.ftp.admission.policy.Settings.Account;
import io.drawbridge.ftp.admission.policy.Settings.Reserve;
import io.drawbridge.ftp.admission.policy.Settings.Rule;

/** Plays steps to the database and to the model, and sees after each whether the promises hold. */
final class Play {

    /** A process of a node, with the clients that it has. */
    private static final class Process {
        final String node;
        final UUID run;
        long epoch;
        long lastBatch = 100;
        final Map<UUID, Arrival> held = new LinkedHashMap<>();
        /** A batch that was sent and never arrived. */
        Runnable heldUp;

        Process(String node, UUID run, long epoch) {
            this.node = node;
            this.run = run;
            this.epoch = epoch;
        }
    }

    private final Database database;
    private final Settings settings = new Settings();
    private final Model model = new Model(settings);
    private final List<Process> processes = new ArrayList<>();
    private long now;
    private long ids;

    Play(Database database) {
        this.database = database;
        database.empty();
        Settings.NODES.forEach(node -> play(new Step.Start(node)));
    }

    void play(Step step) {
        now += 1000;
        database.timeIs(now);
        model.timeIs(now);
        Map<UUID, Inside> before = database.inside();
        SoftAssertions promises = new SoftAssertions();
        take(step, promises);

        Map<UUID, Inside> after = database.inside();
        promises.assertThat(after).as("who is inside after %s", step).isEqualTo(model.inside);
        promises.assertThat(database.registered()).as("nodes after %s", step).isEqualTo(model.registered());
        promises.assertThat(database.registered()).as("nobody is counted for a node that is gone, after %s", step)
                .containsAll(after.values().stream().map(Inside::node).toList());
        if (!(step instanceof Step.ChangeAccount)) {
            limits(after.values()).forEach((key, limit) -> {
                if (limit.sessions() != null) {
                    promises.assertThat(after.values().stream().filter(limit.counts()).count())
                            .as("held ≤ limit of %s after %s", key, step)
                            .isLessThanOrEqualTo(
                                    Math.max(limit.sessions(), before.values().stream().filter(limit.counts()).count()));
                }
            });
        }
        if (step instanceof Step.Batch) {
            after.values().stream().filter(session -> !before.containsKey(session.id()) && session.reserve() == null)
                    .flatMap(session -> model.doorLimits(session).stream())
                    .filter(limit -> limit.scope().isPool() && limit.sessions() != null)
                    .forEach(limit -> promises
                            .assertThat(limit.sessions() - after.values().stream().filter(limit.counts()).count())
                            .as("others leave the reserved places of %s after %s", limit.key(), step)
                            .isGreaterThanOrEqualTo(unused(after)));
        }
        promises.assertAll();
    }

    private long unused(Map<UUID, Inside> inside) {
        return settings.reserves.values().stream().mapToLong(reserve -> Math.max(0, reserve.sessions()
                - inside.values().stream().filter(session -> reserve.name().equals(session.reserve())).count())).sum();
    }

    private Map<Key, Limit> limits(Iterable<Inside> inside) {
        Map<Key, Limit> limits = new HashMap<>();
        for (Inside session : inside) {
            model.doorLimits(session).forEach(limit -> limits.put(limit.key(), limit));
            model.claimLimits(session.host(), session.account()).forEach(limit -> limits.put(limit.key(), limit));
        }
        return limits;
    }

    private void take(Step step, SoftAssertions promises) {
        switch (step) {
            case Step.Batch batch -> {
                if (!processes.isEmpty()) {
                    settle(batch, promises);
                }
            }
            case Step.Rejoin rejoin -> {
                if (!processes.isEmpty()) {
                    rejoin(process(rejoin.process()), promises);
                }
            }
            case Step.Beat beat -> {
                if (!processes.isEmpty()) {
                    beat(process(beat.process()), beat.transferring(), promises);
                }
            }
            case Step.Start start -> {
                UUID run = newId();
                long epoch = database.start(start.node(), run);
                model.register(start.node(), run, true, Database.LEASE, epoch);
                processes.add(new Process(start.node(), run, epoch));
            }
            case Step.Stop stop -> {
                if (!processes.isEmpty()) {
                    Process process = process(stop.process());
                    database.unregister(process.node, process.epoch);
                    model.unregister(process.node, process.epoch);
                    processes.remove(process);
                }
            }
            case Step.Kill kill -> {
                if (!processes.isEmpty()) {
                    processes.remove(process(kill.process()));
                }
            }
            case Step.LeaseRunsOut runsOut -> {
                database.leaseRunsOut(runsOut.node());
                model.leaseRunsOut(runsOut.node());
            }
            case Step.PostgresCrashes crash -> {
                database.crash();
                model.postgresCrashes();
            }
            case Step.TimePasses passes -> now += passes.milliseconds() * 1000L;
            case Step.SetLimits set -> {
                database.set(set.limits());
                settings.limits = set.limits();
            }
            case Step.PutRule put -> {
                Rule rule = new Rule(put.target(), put.sessions(), put.rate(), put.evict());
                database.put(rule);
                settings.rules.put(put.target(), rule);
            }
            case Step.DropRule drop -> {
                database.drop(drop.target());
                settings.rules.remove(drop.target());
            }
            case Step.SetReserve set -> {
                Reserve reserve = Settings.RESERVES.get(set.reserve());
                if (set.sessions() == 0) {
                    database.dropReserve(reserve.name());
                    settings.reserves.remove(reserve.name());
                } else {
                    Reserve changed = new Reserve(reserve.name(), set.sessions(), reserve.networks(), reserve.accounts());
                    database.put(changed);
                    settings.reserves.put(reserve.name(), changed);
                }
            }
            case Step.ChangeAccount change -> {
                database.changeAccount(change.account(), change.group(), change.enabled());
                settings.accounts.put(change.account(), new Account(change.group(), change.enabled()));
            }
            case Step.EnforceLimits enforce -> {
                database.enforceLimits();
                model.enforceLimits();
            }
        }
    }

    private UUID newId() {
        return new UUID(0, ++ids);
    }

    private Process process(int number) {
        return processes.get(Math.floorMod(number, processes.size()));
    }

    private void settle(Step.Batch step, SoftAssertions promises) {
        Process process = process(step.process());
        List<UUID> held = new ArrayList<>(process.held.keySet());
        List<UUID> departing = new ArrayList<>();
        for (int number : step.departing()) {
            if (!held.isEmpty()) {
                departing.add(held.remove(Math.floorMod(number, held.size())));
            }
        }
        List<Arrival> arriving = new ArrayList<>();
        for (Step.Arriving arrival : step.arriving()) {
            arriving.add(new Arrival(newId(), arrival.listener(), arrival.address(), now + arriving.size(), null, null));
        }
        List<Claim> claiming = new ArrayList<>();
        for (Step.Claiming claim : step.claiming()) {
            if (!held.isEmpty()) {
                claiming.add(
                        new Claim(held.remove(Math.floorMod(claim.session(), held.size())), claim.host(), claim.account()));
            }
        }
        departing.forEach(process.held::remove);
        long number = ++process.lastBatch;
        List<Decision> answer = switch (step.mishap()) {
            case NONE -> decide(process, number, step.capacity(), departing, arriving, claiming, promises);
            case TWICE -> {
                List<Decision> first = decide(process, number, step.capacity(), departing, arriving, claiming, promises);
                refusedAsLate(process, number, departing, arriving, claiming);
                yield first;
            }
            case LATE -> {
                process.lastBatch++;
                List<Decision> later = decide(process, process.lastBatch, step.capacity(), departing, arriving, claiming,
                        promises);
                Arrival late = new Arrival(newId(), "ftp", "192.0.2.1", now + 999, null, null);
                refusedAsLate(process, number, held, List.of(late), List.of());
                yield later;
            }
            case ANSWER_LOST -> {
                decide(process, number, step.capacity(), departing, arriving, claiming, promises);
                List<UUID> first = new ArrayList<>(departing);
                arriving.forEach(arrival -> first.add(arrival.id()));
                yield decide(process, ++process.lastBatch, step.capacity(), first, arriving, claiming, promises);
            }
        };
        Map<UUID, Decision> byId = new HashMap<>();
        answer.forEach(decision -> byId.put(decision.session(), decision));
        arriving.stream().filter(arrival -> byId.containsKey(arrival.id()) && byId.get(arrival.id()).isAdmitted())
                .forEach(arrival -> process.held.put(arrival.id(), arrival));
        for (Claim claim : claiming) {
            boolean admitted = byId.containsKey(claim.id()) && byId.get(claim.id()).isAdmitted();
            process.held.computeIfPresent(claim.id(), (id, slot) -> new Arrival(id, slot.listener(), slot.address(),
                    slot.connectedAt(), claim.host() == null ? slot.host() : admitted ? claim.host() : null,
                    claim.account() == null ? slot.account() : admitted ? claim.account() : null));
        }
    }

    private List<Decision> decide(Process process, long number, Integer capacity, List<UUID> departing, List<Arrival> arriving,
            List<Claim> claiming, SoftAssertions promises) {
        List<Decision> expected = sorted(model.settle(process.node, process.epoch, number, false, capacity, departing, arriving,
                claiming));
        List<Decision> actual = sorted(database.settle(process.node, process.epoch, number, capacity, departing, arriving,
                claiming));
        promises.assertThat(actual).as("decided as one after the other").isEqualTo(expected);
        return actual;
    }

    private static List<Decision> sorted(List<Decision> decisions) {
        return decisions.stream()
                .sorted(Comparator.comparing(Decision::session, Comparator.nullsFirst(Comparator.naturalOrder()))).toList();
    }

    private void refusedAsLate(Process process, long number, List<UUID> departing, List<Arrival> arriving,
            List<Claim> claiming) {
        if (model.isLate(process.node, process.epoch, number)) {
            assertThatThrownBy(() -> database.settle(process.node, process.epoch, number, null, departing, arriving, claiming))
                    .as("a batch that comes late").hasMessageContaining("comes late");
        }
    }

    private void rejoin(Process process, SoftAssertions promises) {
        List<Arrival> held = List.copyOf(process.held.values());
        Database.Rejoined rejoined = database.rejoin(process.node, process.run, held);
        boolean registered = model.register(process.node, process.run, false, Database.LEASE,
                rejoined.epoch() == null ? -1 : rejoined.epoch());
        assertThat(rejoined.epoch() != null).as("whether another process has the name").isEqualTo(registered);
        if (!registered) {
            processes.remove(process);
            return;
        }
        process.epoch = rejoined.epoch();
        List<Decision> expected = model.settle(process.node, process.epoch, 1, true, null, List.of(), held, List.of());
        Map<UUID, Decision> refused = new HashMap<>();
        expected.stream().filter(decision -> !decision.isAdmitted())
                .forEach(decision -> refused.put(decision.session(), decision));
        promises.assertThat(rejoined.refused()).as("who has no room after a rejoin").isEqualTo(refused);
        rejoined.refused().keySet().forEach(process.held::remove);
    }

    private void beat(Process process, int bits, SoftAssertions promises) {
        Map<UUID, Boolean> transferring = new LinkedHashMap<>();
        Map<UUID, Long> lastActivity = new HashMap<>();
        for (UUID id : process.held.keySet()) {
            Inside session = model.inside.get(id);
            if (session != null) {
                transferring.put(id, (bits >> transferring.size() & 1) == 1);
                lastActivity.put(id, Model.lastActivity(session, transferring.get(id)));
            }
        }
        var evicted = database.beat(process.node, process.epoch, transferring, lastActivity);
        if (!model.beat(process.node, process.epoch, Database.LEASE, transferring)) {
            promises.assertThat(evicted).as("beat of a node that is not registered").isNull();
            rejoin(process, promises);
        } else {
            promises.assertThat(evicted).as("sessions that have to go").isEqualTo(model.evicted(process.node));
        }
    }
}
