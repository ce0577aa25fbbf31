package io.drawbridge.ftp.admission.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What operators set, and a test changes at any time. */
final class Settings {

    enum Scope {
        // The reason that a client is told is the one nearest to it: in this order.
        ACCOUNT,
        GROUP,
        HOST,
        ADDRESS,
        NETWORK,
        NODE,
        LISTENER,
        CLUSTER,
        CAPACITY;

        /** Whether reserved places are kept free in it. */
        boolean isPool() {
            return this == HOST || this == NODE || this == LISTENER || this == CLUSTER;
        }
    }

    enum Evict {
        NONE,
        OLDEST,
        IDLE
    }

    /** Null is no limit. The defaults. */
    record Limits(Integer sessions, Integer perAddress, Integer perAccount, Integer rate, Integer ratePerAddress,
            Integer ratePerAccount, Evict evict) {
        static final Limits NONE = new Limits(null, null, null, null, null, null, Evict.NONE);
    }

    /** What a limit rule is for; null where the schema has null. */
    record Target(Scope scope, String subject, String network, String membersOf) {
        String name() {
            return scope + " " + subject + " " + network + " " + membersOf;
        }
    }

    record Rule(Target target, Integer sessions, Integer rate, Evict evict) {
    }

    record Reserve(String name, int sessions, List<String> networks, List<String> accounts) {
        boolean isFor(Network address, String account) {
            return account != null && accounts.contains(account)
                    || networks.stream().anyMatch(network -> Network.of(network).contains(address));
        }
    }

    record Account(String group, boolean enabled) {
    }

    static final List<String> NODES = List.of("north", "south", "west");
    static final List<String> LISTENERS = List.of("ftp", "ftps");
    static final List<String> HOSTS = List.of("a.example", "b.example");
    static final List<String> GROUPS = List.of("staff", "guests");
    static final List<String> ACCOUNTS = List.of("ann", "bob", "cyd", "dan");
    static final List<String> ADDRESSES = List.of("192.0.2.1", "192.0.2.2", "192.0.2.130", "198.51.100.7",
            "2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1", "2001:db8:1::1");

    static final List<Target> TARGETS = List.of(
            new Target(Scope.LISTENER, null, null, null), new Target(Scope.LISTENER, "ftps", null, null),
            new Target(Scope.HOST, null, null, null), new Target(Scope.HOST, "b.example", null, null),
            new Target(Scope.NODE, null, null, null), new Target(Scope.NODE, "south", null, null),
            new Target(Scope.GROUP, null, null, null), new Target(Scope.GROUP, "guests", null, null),
            new Target(Scope.ACCOUNT, "ann", null, null), new Target(Scope.ACCOUNT, null, null, "staff"),
            new Target(Scope.NETWORK, null, null, null), new Target(Scope.NETWORK, null, "0.0.0.0/0", null),
            new Target(Scope.NETWORK, null, "192.0.2.0/24", null), new Target(Scope.NETWORK, null, "192.0.2.128/25", null),
            new Target(Scope.NETWORK, null, "2001:db8::/32", null), new Target(Scope.NETWORK, null, "2001:db8::/48", null),
            new Target(Scope.NETWORK, null, "2001:db8:0:1::/64", null),
            new Target(Scope.ADDRESS, null, "192.0.2.0/24", null), new Target(Scope.ADDRESS, null, "192.0.2.130/32", null),
            new Target(Scope.ADDRESS, null, "2001:db8::/32", null), new Target(Scope.ADDRESS, null, "2001:db8:0:1::/64", null));

    static final List<Reserve> RESERVES = List.of(
            new Reserve("for-networks", 1, List.of("192.0.2.128/25", "2001:db8:1::/48"), List.of()),
            new Reserve("for-accounts", 1, List.of(), List.of("ann", "cyd")),
            new Reserve("for-both", 1, List.of("198.51.100.0/24"), List.of("bob")));

    Limits limits = Limits.NONE;
    final Map<Target, Rule> rules = new HashMap<>();
    final TreeMap<String, Reserve> reserves = new TreeMap<>();
    final Map<String, Account> accounts = new HashMap<>(Map.of("ann", new Account("staff", true),
            "bob", new Account("staff", true), "cyd", new Account("guests", true), "dan", new Account(null, true)));

    String groupOf(String account) {
        return account == null ? null : accounts.get(account).group();
    }
}
