package io.drawbridge.ftp.admission.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import io.drawbridge.ftp.admission.policy.Settings.Evict;
import io.drawbridge.ftp.admission.policy.Settings.Reserve;
import io.drawbridge.ftp.admission.policy.Settings.Rule;
import io.drawbridge.ftp.admission.policy.Settings.Scope;
import io.drawbridge.ftp.admission.policy.Settings.Target;

/** The policy in plain words: one decision after the other, each by counting who is inside. Times are microseconds. */
final class Model {
    private static final long MINUTE = 60_000_000;
    private static final Target CLUSTER = new Target(Scope.CLUSTER, null, null, null);
    private static final Target EACH_ADDRESS = new Target(Scope.ADDRESS, null, null, null);
    private static final Target EACH_ACCOUNT = new Target(Scope.ACCOUNT, null, null, null);
    private static final Set<Target> DEFAULTS = Set.of(CLUSTER, EACH_ADDRESS, EACH_ACCOUNT);

    /** A limit that a particular client meets. */
    record Limit(Scope scope, String subject, Predicate<Inside> counts, String rule, Integer sessions, Integer rate,
            Evict evict) {
        Key key() {
            return new Key(scope, subject);
        }
    }

    record Key(Scope scope, String subject) {
    }

    private record Node(UUID run, long epoch, long leaseUntil) {
    }

    private record Ledger(long epoch, long batch) {
    }

    final Settings settings;
    final Map<UUID, Inside> inside = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Ledger> ledgers = new HashMap<>();
    /** When what came within a minute is forgotten. */
    private final Map<Key, Long> emptyAt = new HashMap<>();
    private long now;

    Model(Settings settings) {
        this.settings = settings;
    }

    void timeIs(long time) {
        now = time;
    }

    Set<String> registered() {
        return new TreeSet<>(nodes.keySet());
    }

    // Nodes.

    /** @param epoch the one that the database gave; false when another process has the name, and then nothing is changed */
    boolean register(String node, UUID run, boolean starting, long lease, Long epoch) {
        endSilence(lease / 4);
        expire();
        Node before = nodes.get(node);
        if (!starting && before != null && !before.run().equals(run)) {
            return false;
        }
        inside.values().removeIf(session -> session.node().equals(node));
        nodes.put(node, new Node(run, Objects.requireNonNull(epoch), now + lease));
        ledgers.put(node, new Ledger(epoch, 0));
        return true;
    }

    void unregister(String node, long epoch) {
        if (nodes.containsKey(node) && nodes.get(node).epoch() == epoch) {
            nodes.remove(node);
            forget(node);
        }
    }

    void leaseRunsOut(String node) {
        nodes.computeIfPresent(node, (name, row) -> new Node(row.run(), row.epoch(), now - 1));
    }

    void postgresCrashes() {
        inside.clear();
        ledgers.clear();
        emptyAt.clear();
    }

    /** Nobody has been heard for half a lease: then it was the database that could not be heard. */
    private boolean isSilent() {
        return !nodes.isEmpty()
                && nodes.values().stream().allMatch(node -> node.leaseUntil() - Database.LEASE / 2 < now);
    }

    /** @param lease what the others have of theirs from now on */
    private void endSilence(long lease) {
        if (isSilent()) {
            nodes.replaceAll((name, row) -> new Node(row.run(), row.epoch(), Math.max(row.leaseUntil(), now + lease)));
        }
    }

    private void expire() {
        if (isSilent()) {
            return;
        }
        for (String node : List.copyOf(nodes.keySet())) {
            if (nodes.get(node).leaseUntil() < now) {
                nodes.remove(node);
                forget(node);
            }
        }
    }

    private void forget(String node) {
        ledgers.remove(node);
        inside.values().removeIf(session -> session.node().equals(node));
    }

    private boolean isRegistered(String node, long epoch) {
        return nodes.containsKey(node) && (isSilent() || nodes.get(node).leaseUntil() >= now)
                && nodes.get(node).epoch() == epoch
                && ledgers.containsKey(node) && ledgers.get(node).epoch() == epoch;
    }

    /** @return false when it is not registered */
    boolean beat(String node, long epoch, long lease, Map<UUID, Boolean> transferring) {
        endSilence(lease);
        expire();
        if (!isRegistered(node, epoch)) {
            return false;
        }
        nodes.computeIfPresent(node, (name, row) -> new Node(row.run(), row.epoch(), now + lease));
        transferring.forEach((id, transfers) -> inside.computeIfPresent(id, (same, session) -> session.active(
                lastActivity(session, transfers), transfers)));
        return true;
    }

    /** Made up, and different for each session: so nothing is as idle as another. */
    static long lastActivity(Inside session, boolean transferring) {
        return session.connectedAt() + (transferring ? 1_000_000_000L : Math.floorMod(session.id().hashCode(), 1_000_000));
    }

    // Decisions.

    /** Whether a batch of this number is an error. */
    boolean isLate(String node, long epoch, long batch) {
        return isRegistered(node, epoch) && batch <= ledgers.get(node).batch();
    }

    List<Decision> settle(String node, long epoch, long batch, boolean rejoining, Integer capacity, List<UUID> departed,
            List<Arrival> arrived, List<Claim> claimed) {
        expire();
        departed.forEach(inside::remove);
        if (!isRegistered(node, epoch)) {
            return List.of(Decision.of(null, "NOT_REGISTERED"));
        }
        ledgers.put(node, new Ledger(epoch, batch));
        List<Claim> claims = claimed.stream().filter(claim -> inside.containsKey(claim.id())).toList();
        // Who says anew what it is does not stand in its own way.
        for (Claim claim : claims) {
            inside.computeIfPresent(claim.id(), (id, session) -> session.claiming(
                    claim.host() == null ? session.host() : null, claim.account() == null ? session.account() : null));
        }
        List<Decision> decisions = new ArrayList<>();
        for (Arrival arrival : arrived) {
            decisions.add(arrive(node, arrival, rejoining, capacity));
        }
        for (Claim claim : claims) {
            decisions.add(claim(claim));
        }
        return decisions;
    }

    private Decision arrive(String node, Arrival arrival, boolean rejoining, Integer capacity) {
        if (isGone(arrival.account())) {
            return new Decision(arrival.id(), "ACCOUNT_GONE", arrival.account(), null, null, null, null);
        }
        boolean recovering = nodes.entrySet().stream().anyMatch(row -> !isRegistered(row.getKey(), row.getValue().epoch()));
        if (recovering && !rejoining) {
            return Decision.of(arrival.id(), "RECOVERING");
        }
        Inside session = new Inside(arrival.id(), node, arrival.listener(), arrival.address(), arrival.host(),
                arrival.account(), null, false, arrival.connectedAt(), arrival.connectedAt(), false, null);
        List<Limit> limits = new ArrayList<>(claimLimits(session.host(), session.account()));
        limits.addAll(doorLimits(session));
        if (capacity != null && !rejoining) {
            limits.add(new Limit(Scope.CAPACITY, node, other -> other.node().equals(node), null, capacity, null, Evict.NONE));
        }
        String reserve = ownReserve(session.network(), arrival.account());
        boolean provisional = false;
        for (Limit limit : limits) {
            if (hasRoom(limit) && !hasRoomForAll(limit, reserve, 0) && arrival.account() == null) {
                reserve = settings.reserves.values().stream()
                        .filter(other -> unused(other) > 0 && !other.accounts().isEmpty())
                        .map(Reserve::name).findFirst().orElse(null);
                provisional = reserve != null;
            }
            Optional<Decision> refused = refused(session.id(), limit, reserve, 0, !rejoining);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        inside.put(session.id(), session.in(reserve, provisional));
        if (!rejoining) {
            countRates(limits);
        }
        return Decision.of(session.id(), "ADMITTED");
    }

    private Decision claim(Claim claim) {
        Inside session = inside.get(claim.id());
        if (isGone(claim.account())) {
            return new Decision(claim.id(), "ACCOUNT_GONE", claim.account(), null, null, null, null);
        }
        boolean onTrial = session.provisional() && claim.account() == null;
        String reserve = session.reserve() != null && settings.reserves.containsKey(session.reserve()) ? session.reserve()
                : null;
        int givenBack = 0;
        if (reserve != null && session.provisional() && !onTrial
                && !settings.reserves.get(reserve).isFor(session.network(), claim.account())) {
            Reserve before = settings.reserves.get(reserve);
            givenBack = taken(before) <= before.sessions() ? 1 : 0;
            reserve = ownReserve(session.network(), claim.account());
            if (reserve == null) {
                // One of the places for all, or none.
                for (Limit limit : doorLimits(session)) {
                    if (limit.scope().isPool() && limit.sessions() != null
                            && limit.sessions() - (held(limit) - 1) <= unused() + givenBack) {
                        return full(session.id(), limit);
                    }
                }
            }
        } else if (reserve == null) {
            reserve = ownReserve(session.network(), claim.account());
        }
        List<Limit> limits = claimLimits(claim.host(), claim.account());
        for (Limit limit : limits) {
            Optional<Decision> refused = refused(session.id(), limit, reserve, givenBack, true);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        inside.put(session.id(), session.claiming(claim.host() == null ? session.host() : claim.host(),
                claim.account() == null ? session.account() : claim.account()).in(reserve, onTrial));
        countRates(limits);
        return Decision.of(session.id(), "ADMITTED");
    }

    private boolean isGone(String account) {
        return account != null && !settings.accounts.get(account).enabled();
    }

    private Optional<Decision> refused(UUID session, Limit limit, String reserve, int givenBack, boolean atRate) {
        if (!hasRoom(limit) || !hasRoomForAll(limit, reserve, givenBack)) {
            return Optional.of(full(session, limit));
        }
        if (limit.rate() != null && atRate) {
            long over = level(limit.key()) + MINUTE / limit.rate() - MINUTE;
            if (over > 0) {
                return Optional.of(new Decision(session, limit.scope() + "_TOO_FAST", limit.subject(), limit.rate(), null,
                        limit.rule(), Math.max(1, Math.ceilDiv(over, 1_000_000))));
            }
        }
        return Optional.empty();
    }

    private Decision full(UUID session, Limit limit) {
        return new Decision(session, limit.scope() == Scope.CAPACITY ? "BUSY" : limit.scope() + "_FULL", limit.subject(),
                limit.sessions(), held(limit), limit.rule(), null);
    }

    private boolean hasRoom(Limit limit) {
        return limit.sessions() == null || held(limit) < limit.sessions();
    }

    /** Or has a reserved place. */
    private boolean hasRoomForAll(Limit limit, String reserve, int givenBack) {
        return reserve != null || limit.sessions() == null || !limit.scope().isPool()
                || limit.sessions() - held(limit) > unused() + givenBack;
    }

    long held(Limit limit) {
        return inside.values().stream().filter(limit.counts()).count();
    }

    private String ownReserve(Network address, String account) {
        return settings.reserves.values().stream().filter(reserve -> unused(reserve) > 0 && reserve.isFor(address, account))
                .map(Reserve::name).findFirst().orElse(null);
    }

    private long taken(Reserve reserve) {
        return inside.values().stream().filter(session -> reserve.name().equals(session.reserve())).count();
    }

    private long unused(Reserve reserve) {
        return Math.max(0, reserve.sessions() - taken(reserve));
    }

    long unused() {
        return settings.reserves.values().stream().mapToLong(this::unused).sum();
    }

    // Connections of a minute: a bucket that drains within a minute.

    private long level(Key key) {
        return Math.max(0, emptyAt.getOrDefault(key, now) - now);
    }

    private void countRates(List<Limit> limits) {
        for (Limit limit : limits) {
            if (limit.rate() != null) {
                emptyAt.put(limit.key(), now + level(limit.key()) + MINUTE / limit.rate());
            }
        }
    }

    // Limits.

    /** The nearest first. */
    List<Limit> doorLimits(Inside session) {
        Network address = session.network();
        List<Limit> limits = new ArrayList<>();
        Network source = address.source();
        mostParticular(Scope.ADDRESS, target -> target.network() == null || Network.of(target.network()).contains(address))
                .ifPresent(rule -> limits.add(limit(rule, source.toString(),
                        other -> other.network().source().equals(source))));
        Map<Network, Rule> networks = new HashMap<>();
        for (Rule rule : settings.rules.values()) {
            if (rule.target().scope() == Scope.NETWORK && rule.target().network() == null) {
                networks.put(address.prefix(address.bits() == 32 ? 24 : 48), rule);
            }
        }
        for (Rule rule : settings.rules.values()) {
            if (rule.target().scope() == Scope.NETWORK && rule.target().network() != null
                    && Network.of(rule.target().network()).contains(address)) {
                networks.put(Network.of(rule.target().network()), rule);
            }
        }
        networks.entrySet().stream().sorted(Comparator.comparing(entry -> -entry.getKey().length()))
                .forEach(entry -> limits.add(limit(entry.getValue(), entry.getKey().toString(),
                        other -> entry.getKey().contains(other.network()))));
        mostParticular(Scope.NODE, target -> target.subject() == null || target.subject().equals(session.node()))
                .ifPresent(rule -> limits.add(limit(rule, session.node(), other -> other.node().equals(session.node()))));
        mostParticular(Scope.LISTENER, target -> target.subject() == null || target.subject().equals(session.listener()))
                .ifPresent(rule -> limits.add(limit(rule, session.listener(),
                        other -> other.listener().equals(session.listener()))));
        mostParticular(Scope.CLUSTER, target -> true).ifPresent(rule -> limits.add(limit(rule, "", other -> true)));
        limits.removeIf(limit -> limit.sessions() == null && limit.rate() == null);
        return limits;
    }

    /** The nearest first. */
    List<Limit> claimLimits(String host, String account) {
        List<Limit> limits = new ArrayList<>();
        String group = settings.groupOf(account);
        if (account != null) {
            mostParticular(Scope.ACCOUNT, target -> target.subject() == null && target.membersOf() == null
                    || account.equals(target.subject()) || group != null && group.equals(target.membersOf()))
                    .ifPresent(rule -> limits.add(limit(rule, account, other -> account.equals(other.account()))));
        }
        if (group != null) {
            mostParticular(Scope.GROUP, target -> target.subject() == null || target.subject().equals(group))
                    .ifPresent(rule -> limits.add(limit(rule, group,
                            other -> group.equals(settings.groupOf(other.account())))));
        }
        if (host != null) {
            mostParticular(Scope.HOST, target -> target.subject() == null || target.subject().equals(host))
                    .ifPresent(rule -> limits.add(limit(rule, host, other -> host.equals(other.host()))));
        }
        limits.removeIf(limit -> limit.sessions() == null && limit.rate() == null);
        return limits;
    }

    private static Limit limit(Rule rule, String subject, Predicate<Inside> counts) {
        return new Limit(rule.target().scope(), subject, counts,
                DEFAULTS.contains(rule.target()) ? "limits" : rule.target().name(),
                rule.sessions(), rule.rate(), rule.evict());
    }

    private Optional<Rule> mostParticular(Scope scope, Predicate<Target> isFor) {
        return allRules().stream().filter(rule -> rule.target().scope() == scope && isFor.test(rule.target()))
                .max(Comparator.comparing(rule -> particularity(rule.target())));
    }

    private List<Rule> allRules() {
        List<Rule> all = new ArrayList<>(settings.rules.values());
        Settings.Limits limits = settings.limits;
        all.add(new Rule(CLUSTER, limits.sessions(), limits.rate(), limits.evict()));
        all.add(new Rule(EACH_ADDRESS, limits.perAddress(), limits.ratePerAddress(), limits.evict()));
        all.add(new Rule(EACH_ACCOUNT, limits.perAccount(), limits.ratePerAccount(), limits.evict()));
        return all;
    }

    private static int particularity(Target target) {
        if (target.subject() != null) {
            return 1000;
        }
        return target.membersOf() != null ? 500 : target.network() != null ? 1 + Network.of(target.network()).length() : 0;
    }

    // Lowered limits.

    /** Those that go: as many as are above a limit, the nearest limit first. */
    void enforceLimits() {
        if (allRules().stream().noneMatch(rule -> rule.sessions() != null && rule.evict() != Evict.NONE)) {
            return;
        }
        expire();
        Map<Key, Limit> limits = new LinkedHashMap<>();
        for (Inside session : inside.values()) {
            if (session.eviction() == null) {
                List<Limit> met = new ArrayList<>(claimLimits(session.host(), session.account()));
                met.addAll(doorLimits(session));
                met.forEach(limit -> limits.putIfAbsent(limit.key(), limit));
            }
        }
        Comparator<Limit> nearest = Comparator.<Limit> comparingInt(limit -> List.of(Scope.ACCOUNT, Scope.ADDRESS, Scope.GROUP,
                Scope.NETWORK, Scope.HOST, Scope.NODE, Scope.LISTENER, Scope.CLUSTER).indexOf(limit.scope()))
                .thenComparing(limit -> limit.scope() == Scope.NETWORK
                        ? -Integer.parseInt(limit.subject().substring(limit.subject().indexOf('/') + 1))
                        : 0);
        limits.values().stream().filter(limit -> limit.sessions() != null && limit.evict() != Evict.NONE).sorted(nearest)
                .forEach(limit -> {
                    List<Inside> staying = inside.values().stream()
                            .filter(session -> session.eviction() == null && limit.counts().test(session)).toList();
                    staying.stream()
                            .filter(session -> limit.evict() == Evict.OLDEST || !session.transferring())
                            .sorted(Comparator.comparingLong(
                                    limit.evict() == Evict.OLDEST ? Inside::connectedAt : Inside::lastActivityAt))
                            .limit(Math.max(0, staying.size() - limit.sessions()))
                            .forEach(session -> inside.put(session.id(), session.evicted(limit.scope() + "_FULL")));
                });
    }

    Set<UUID> evicted(String node) {
        Set<UUID> evicted = new HashSet<>();
        inside.values().stream().filter(session -> session.node().equals(node) && session.eviction() != null)
                .forEach(session -> evicted.add(session.id()));
        return evicted;
    }
}
