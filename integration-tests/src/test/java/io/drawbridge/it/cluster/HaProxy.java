package io.drawbridge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.drawbridge.it.CommandLine;
import io.drawbridge.it.Launch;
import io.drawbridge.it.cluster.Network.Namespace;

/** A real HAProxy with the configuration that users copy. */
final class HaProxy implements AutoCloseable {
    static final String ADDRESS = "10.220.0.30";
    static final int PROBE_PORT = 2122;
    private static final Path CONFIGURATION = Path.of("..", "deploy", "haproxy", "haproxy.cfg");
    private static final int HEALTH_PORT = 8081;
    private static final int FIRST_PASSIVE_PORT = 40000;
    private static final int PASSIVE_PORTS_PER_NODE = 20;
    private static final long MAX_END_SECONDS = 10;

    /**
     * What HAProxy knows about a node.
     *
     * @param status such as UP or DOWN
     * @param check how its last check has ended, such as "L7OK 200"
     * @param connections that it has now
     * @param connectionsSoFar since HAProxy has been started
     */
    record Server(String status, String check, int connections, int connectionsSoFar) {
        boolean isUp() {
            return status.equals("UP");
        }
    }

    private final Namespace namespace;
    private final Path folder;
    private final List<String> nodes;
    private final Path more;
    private Process process;

    private HaProxy(Namespace namespace, Path folder, List<String> nodes, Path more) {
        this.namespace = namespace;
        this.folder = folder;
        this.nodes = nodes;
        this.more = more;
    }

    static void assumeInstalled() throws IOException, InterruptedException {
        CommandLine.of("haproxy", "-v").run();
    }

    /** What docs/operations.md says that nodes need. */
    static Launch expectedBy(Launch node) {
        return node.with("DRAWBRIDGE_FTP_PROXY_NETWORKS", ADDRESS)
                .with("DRAWBRIDGE_FTP_PASSIVE_PORTS", slice(0).replaceFirst("-.*", "-") + slice(2).replaceFirst(".*-", ""))
                .with("DRAWBRIDGE_FTP_PASSIVE_PORTS_PER_NODE", Integer.toString(PASSIVE_PORTS_PER_NODE))
                .with("DRAWBRIDGE_FTP_PROBE_PORT", Integer.toString(PROBE_PORT))
                .with("DRAWBRIDGE_FTP_ACTIVE", "false")
                .with("DRAWBRIDGE_FTP_STOP_WITHDRAW", "4s")
                .with("DRAWBRIDGE_FTP_STOP_GRACE", "1m")
                .with("QUARKUS_HTTP_PORT", Integer.toString(HEALTH_PORT));
    }

    private static String slice(int node) {
        int first = FIRST_PASSIVE_PORT + node * PASSIVE_PORTS_PER_NODE;
        return first + "-" + (first + PASSIVE_PORTS_PER_NODE - 1);
    }

    /**
     * With version 2 of the header.
     *
     * @param nodes their addresses
     * @param more configuration behind that of users
     */
    static HaProxy start(Namespace namespace, Path folder, List<String> nodes, String more) throws IOException {
        HaProxy haProxy = new HaProxy(namespace, folder, nodes, Files.writeString(folder.resolve("more.cfg"), more));
        haProxy.start("send-proxy-v2");
        return haProxy;
    }

    private void start(String header) throws IOException {
        List<String> words = new ArrayList<>(namespace.exec());
        words.addAll(List.of("haproxy", "-db", "-f", CONFIGURATION.toString(), "-f", more.toString()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().put("FTP_BIND", ADDRESS);
        builder.environment().put("FTP_PORT", Integer.toString(Client.FTP_PORT));
        builder.environment().put("FTP_NODE_PORT", Integer.toString(Client.FTP_PORT));
        builder.environment().put("FTP_HEALTH_PORT", Integer.toString(HEALTH_PORT));
        builder.environment().put("FTP_HEADER", header);
        builder.environment().put("FTP_STATS", socket().toString());
        for (int i = 0; i < nodes.size(); i++) {
            builder.environment().put("FTP_NODE_" + i, nodes.get(i));
            builder.environment().put("FTP_SLICE_" + i, slice(i));
        }
        process = builder.start();
        await().untilAsserted(() -> assertThat(server("nodes", 0).status()).as(() -> "HAProxy says:\n" + said()).isNotEmpty());
    }

    /** All that goes through it is lost. */
    void startAgain(String header) throws IOException {
        close();
        start(header);
    }

    private Path socket() {
        return folder.resolve("haproxy.sock");
    }

    private Path log() {
        return folder.resolve("haproxy.log");
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** @throws AssertionError when HAProxy does not answer */
    Server server(String section, int node) {
        String answer = ask("show stat");
        List<String> columns = List.of(answer.lines().findFirst().orElse("").replaceFirst("^# ", "").split(","));
        List<String> row = answer.lines().filter(line -> line.startsWith(section + ",node-" + node + ",")).findFirst()
                .map(line -> Arrays.asList(line.split(",", -1)))
                .orElseThrow(() -> new AssertionError("no node " + node + " in " + section + " of:\n" + answer));
        return new Server(row.get(columns.indexOf("status")),
                (row.get(columns.indexOf("check_status")) + " " + row.get(columns.indexOf("check_code"))).strip(),
                Integer.parseInt(row.get(columns.indexOf("scur"))), Integer.parseInt(row.get(columns.indexOf("stot"))));
    }

    /** Who is inside stays where they are. */
    void sendNewcomersOnlyTo(int node) {
        for (int i = 0; i < nodes.size(); i++) {
            ask("set weight nodes/node-" + i + (i == node ? " 100%" : " 0%"));
        }
    }

    void sendNewcomersEverywhere() {
        for (int i = 0; i < nodes.size(); i++) {
            ask("set weight nodes/node-" + i + " 100%");
        }
    }

    private String ask(String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("HAProxy does not answer: " + e + "\n" + said(), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(MAX_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
