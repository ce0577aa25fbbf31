package io.drawbridge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.drawbridge.it.DrawbridgeProcess;
import io.drawbridge.it.Launch;
import io.drawbridge.it.cluster.Network.Namespace;

/** Three nodes, the admin API, PostgreSQL and the clients, each in a namespace of its own. */
final class Cluster {
    static final int CLIENT_ADDRESSES = 100;
    private static final int API_PORT = 8080;
    static final String ACCOUNT = "alice";
    /** The address of clients that transfer. */
    static final String PARTNER = "10.220.2.1";

    /** An ftp-server, which may be killed and started again. */
    static final class Node {
        private final Namespace namespace;
        private final Launch launch;
        /** Null until it is started for the first time. */
        private DrawbridgeProcess process;

        private Node(Namespace namespace, Launch launch) {
            this.namespace = namespace;
            this.launch = launch;
        }

        String address() {
            return namespace.address();
        }

        String name() {
            return launch.settings().get("HOSTNAME");
        }

        /** SIGTERM, as whoever updates nodes sends it. */
        void tellToStop() throws IOException, InterruptedException {
            process.signal("TERM");
        }

        DrawbridgeProcess.End awaitEnd() throws InterruptedException {
            return process.awaitEnd();
        }

        void startAgain() throws InterruptedException {
            awaitUp();
        }

        void kill() throws InterruptedException {
            process.kill();
        }

        /** All of its threads stand still from now on, as on a machine that is suspended. */
        void pause() throws IOException, InterruptedException {
            process.signal("STOP");
        }

        void resume() throws IOException, InterruptedException {
            process.signal("CONT");
        }

        private void awaitUp() throws InterruptedException {
            if (!isAlive()) {
                process = launch.start();
            }
            process.awaitUp();
        }

        private boolean isAlive() {
            return process != null && process.isAlive();
        }
    }

    private final Path folder;
    private final Path dataDir;
    private final Network network;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Namespace databaseNamespace;
    private final Namespace clientsNamespace;
    private final Database database;
    private final Clients clients;
    /** Also when the tests are broken off, nothing stays behind. */
    private final Thread atExit = new Thread(this::stopAtExit);

    private Cluster(Path folder, Network network, UnaryOperator<Launch> asWished) throws Exception {
        this.folder = folder;
        this.dataDir = folder.resolve("data");
        this.network = network;
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            databaseNamespace = network.add("db", List.of("10.220.0.10/16"));
            RemoteCalls databaseCalls = closing(
                    RemoteCalls.start(databaseNamespace.exec(), DatabaseProgram.class, folder.resolve("db").toString()));
            database = databaseCalls.to(Database.class);
            Database.Credentials credentials = database.credentials();
            String jdbcUrl = "jdbc:postgresql://" + databaseNamespace.address() + ":" + Database.PORT + "/postgres";

            Namespace apiNamespace = network.add("api", List.of("10.220.0.20/16"));
            DrawbridgeProcess api = closing(Launch.adminApi().withDatabase(jdbcUrl, credentials.user(), credentials.password())
                    .with("QUARKUS_HTTP_HOST", apiNamespace.address()).with("QUARKUS_HTTP_PORT", Integer.toString(API_PORT))
                    .behind(apiNamespace.exec()).start());
            api.awaitUp();
            for (int i = 1; i <= 3; i++) {
                Namespace namespace = network.add("n" + i, List.of("10.220.0." + (10 + i) + "/16"));
                nodes.add(new Node(namespace, asWished.apply(Launch.ftpServer("ftp-" + (i - 1), dataDir)
                        .withDatabase(jdbcUrl, credentials.user(), credentials.password())
                        .with("DRAWBRIDGE_FTP_HOST", namespace.address())
                        .with("DRAWBRIDGE_FTP_PORT", Integer.toString(Client.FTP_PORT))
                        // Those who only hold a place do not log in.
                        .with("DRAWBRIDGE_FTP_LOGIN_TIMEOUT", "1h")
                        .with("DRAWBRIDGE_FTP_IDLE_TIMEOUT", "1h")
                        .with("QUARKUS_HTTP_HOST", namespace.address())
                        .behind(namespace.exec()).thatLasts())));
            }
            List<String> addresses = Stream.concat(IntStream.rangeClosed(1, CLIENT_ADDRESSES).mapToObj(i -> "10.220.1." + i),
                    Stream.of(PARTNER)).toList();
            clientsNamespace = network.add("clients", addresses.stream().map(address -> address + "/16").toList());
            String[] arguments = Stream.concat(Stream.of("http://" + apiNamespace.address() + ":" + API_PORT),
                    addresses.stream()).toArray(String[]::new);
            clients = closing(RemoteCalls.start(clientsNamespace.exec(), ClientsProgram.class, arguments)).to(Clients.class);
            // One after the other: at once they would take so long on a small machine that some give up on the database.
            for (Node node : nodes) {
                node.awaitUp();
            }
            clients.makeAccount(ACCOUNT);
        } catch (Exception | AssertionError e) {
            stop();
            throw e;
        }
    }

    /** @param folder for everything that the programs keep on disk */
    static Cluster start(Path folder) throws Exception {
        return new Cluster(folder, Network.make(), UnaryOperator.identity());
    }

    /** @param folder for everything that the programs keep on disk */
    static Cluster startForHaProxy(Path folder) throws Exception {
        HaProxy.assumeInstalled();
        return new Cluster(folder, Network.make(), HaProxy::expectedBy);
    }

    /** Clients connect to its address. */
    HaProxy startHaProxy(String more) throws Exception {
        return closing(HaProxy.start(network.add("haproxy", List.of(HaProxy.ADDRESS + "/16")), folder, nodes(), more));
    }

    /** The words that run a program where the clients are. */
    List<String> whereClientsAre() {
        return clientsNamespace.exec();
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.add(part);
        return part;
    }

    Clients clients() {
        return clients;
    }

    Database database() {
        return database;
    }

    Node node(int index) {
        return nodes.get(index);
    }

    int size() {
        return nodes.size();
    }

    /** The addresses of all nodes. */
    List<String> nodes() {
        return nodes.stream().map(Node::address).toList();
    }

    /** What is between that node and the database is lost from now on. */
    void cut(Node node) throws IOException, InterruptedException {
        node.namespace.cutFrom(databaseNamespace);
    }

    void mend(Node node) throws IOException, InterruptedException {
        node.namespace.mend();
    }

    /** The account's home, on the disk that all nodes share. */
    Path home() {
        return dataDir.resolve("homes").resolve(ACCOUNT);
    }

    /** As it was at the start: everything runs and is connected, the door is open, and nobody is inside. */
    void reset() throws Exception {
        database.delay(Duration.ZERO);
        database.release();
        database.keepKillingNotices(false);
        database.swallowNotices(false);
        for (Node node : nodes) {
            mend(node);
            if (node.isAlive()) {
                node.resume();
            }
        }
        clients.leave();
        for (Node node : nodes) {
            node.awaitUp();
        }
        await().until(() -> database.listening() == nodes.size());
        clients.limit(null);
        clients.open();
        clients.awaitTotal(0);
        for (String node : nodes()) {
            assertThat(clients.knock(node).heard()).startsWith("220 ");
        }
        clients.awaitTotal(0);
    }

    private void stopAtExit() {
        try {
            stopParts();
        } catch (Exception e) {
            System.err.println("something may have been left behind: " + e);
        }
    }

    private void stopParts() throws Exception {
        for (Node node : nodes) {
            if (node.isAlive()) {
                node.resume();
                node.process.close();
            }
        }
        nodes.clear();
        while (!parts.isEmpty()) {
            parts.removeLast().close();
        }
        network.delete();
    }

    void stop() throws Exception {
        stopParts();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
