package io.drawbridge.it.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Assumptions;

import io.drawbridge.it.CommandLine;

/**
 * Network namespaces that reach each other over one bridge, which has a namespace of its own. Of the machine itself nothing is
 * changed but the list of its namespaces.
 */
final class Network {
    private static final String INTERFACE = "eth0";
    private static final String CUT = "cut";

    /** @param address the first one that it has */
    record Namespace(String name, String address) {
        /** The words that run what stands behind them inside. The process is the same one: nothing stays between. */
        List<String> exec() {
            return List.of("ip", "netns", "exec", name);
        }

        private void run(String... words) throws IOException, InterruptedException {
            List<String> all = new ArrayList<>(List.of("netns", "exec", name));
            all.addAll(List.of(words));
            ip(all.toArray(String[]::new));
        }

        /** What goes to that address, or comes from there, is lost without a word: nobody is reset. */
        void cutFrom(Namespace other) throws IOException, InterruptedException {
            run("nft", ("add table ip %1$s; add chain ip %1$s out { type filter hook output priority 0; };"
                    + " add chain ip %1$s in { type filter hook input priority 0; };"
                    + " add rule ip %1$s out ip daddr %2$s drop; add rule ip %1$s in ip saddr %2$s drop")
                    .formatted(CUT, other.address()));
        }

        /** Harmless when nothing is cut. */
        void mend() throws IOException, InterruptedException {
            run("nft", "add table ip %1$s; delete table ip %1$s".formatted(CUT));
        }
    }

    /** Makes the names of this run its own: another run may be on the same machine. */
    private final String prefix = "drawbridge-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final List<Namespace> namespaces = new ArrayList<>();
    private final Namespace bridge;

    private Network() throws IOException, InterruptedException {
        bridge = new Namespace(prefix + "bridge", "");
        ip("netns", "add", bridge.name());
        namespaces.add(bridge);
    }

    /** Where namespaces cannot be made, the test is left out with a message; in CI, as root, it fails. */
    static Network make() throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces are root's to make");
        CommandLine.of("nft", "--version").run();
        CommandLine.of("ip", "-V").run();
        Network network;
        try {
            network = new Network();
        } catch (AssertionError e) {
            Assumptions.assumeTrue(System.getenv("CI") != null, "no network namespaces here: " + e.getMessage());
            throw e;
        }
        try {
            ip("-n", network.bridge.name(), "link", "add", "br0", "type", "bridge");
            ip("-n", network.bridge.name(), "link", "set", "br0", "up");
            return network;
        } catch (AssertionError | IOException | InterruptedException e) {
            network.delete();
            throw e;
        }
    }

    /** @param addresses with the length of their prefix; there may be many */
    Namespace add(String role, List<String> addresses) throws IOException, InterruptedException {
        Namespace namespace = new Namespace(prefix + role, addresses.getFirst().replaceFirst("/.*", ""));
        ip("netns", "add", namespace.name());
        namespaces.add(namespace);
        ip("-n", bridge.name(), "link", "add", role, "type", "veth", "peer", "name", INTERFACE, "netns", namespace.name());
        ip("-n", bridge.name(), "link", "set", role, "master", "br0", "up");
        for (String address : addresses) {
            ip("-n", namespace.name(), "address", "add", address, "dev", INTERFACE);
        }
        ip("-n", namespace.name(), "link", "set", "lo", "up");
        ip("-n", namespace.name(), "link", "set", INTERFACE, "up");
        return namespace;
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        CommandLine.of("ip", arguments).run();
    }

    /** What still runs in a namespace keeps it alive, without a name, until it ends. */
    void delete() throws IOException, InterruptedException {
        while (!namespaces.isEmpty()) {
            ip("netns", "delete", namespaces.removeLast().name());
        }
    }
}
