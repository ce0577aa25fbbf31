package io.drawbridge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.it.Api;
import io.drawbridge.it.CommandLine;
import io.drawbridge.it.Content;
import io.drawbridge.it.FailureReport;
import io.drawbridge.it.cluster.Clients.Arrivals;
import io.drawbridge.it.cluster.Clients.Presence;
import io.drawbridge.it.cluster.Cluster.Node;

/** Three nodes behind a real HAProxy with deploy/haproxy/haproxy.cfg: who the clients are, and where their data go. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class HaProxyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> THROUGH_IT = List.of(HaProxy.ADDRESS);

    /** Two other ways to look whether a node is ready, for load balancers that know nothing of HTTP. */
    private static final String OTHER_CHECKS = """
            defaults
                mode tcp
                timeout connect 5s
                timeout client 1m
                timeout server 1m
                option tcp-check
                tcp-check expect rstring ^220

            backend probes
                default-server port %d inter 200ms fall 1 rise 1
                server node-0 "${FTP_NODE_0}:${FTP_NODE_PORT}" check
                server node-1 "${FTP_NODE_1}:${FTP_NODE_PORT}" check
                server node-2 "${FTP_NODE_2}:${FTP_NODE_PORT}" check

            backend greetings
                default-server inter 200ms fall 1 rise 1
                server node-0 "${FTP_NODE_0}:${FTP_NODE_PORT}" check "$FTP_HEADER"
                server node-1 "${FTP_NODE_1}:${FTP_NODE_PORT}" check "$FTP_HEADER"
                server node-2 "${FTP_NODE_2}:${FTP_NODE_PORT}" check "$FTP_HEADER"
            """.formatted(HaProxy.PROBE_PORT);
    private static final List<String> CHECKS = List.of("nodes", "probes", "greetings");

    @TempDir
    private static Path folder;
    private static Cluster cluster;
    private static Clients clients;
    private static HaProxy haProxy;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.startForHaProxy(folder);
        clients = cluster.clients();
        haProxy = cluster.startHaProxy(OTHER_CHECKS);
        Files.createDirectories(cluster.home());
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.stop();
        }
    }

    @BeforeEach
    void every_node_is_up_and_nobody_is_inside() throws Exception {
        cluster.reset();
        awaitChecks(true);
    }

    private static void awaitChecks(boolean up) {
        for (int i = 0; i < cluster.size(); i++) {
            awaitChecks(i, up);
        }
    }

    private static void awaitChecks(int node, boolean up) {
        for (String check : CHECKS) {
            await().atMost(SOON).untilAsserted(() -> assertThat(haProxy.server(check, node))
                    .as("node %d in %s", node, check).matches(server -> server.isUp() == up && !server.check().isEmpty()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "send-proxy", "send-proxy-v2" })
    void a_limit_for_each_address_counts_the_clients_own_addresses(String header) throws Exception {
        haProxy.startAgain(header);
        awaitChecks(true);
        clients.limitPerAddress(2);
        Arrivals arrivals = clients.storm(3 * Cluster.CLIENT_ADDRESSES, THROUGH_IT);
        assertThat(arrivals.notAdmitted()).hasSize(Cluster.CLIENT_ADDRESSES).allSatisfy(
                heard -> assertThat(heard)
                        .matches("421 Too many sessions from 10\\.220\\.1\\.\\d+ \\(limit 2\\)\\. [^\r\n]*\r\n"))
                .doesNotHaveDuplicates();
        assertThat(arrivals.admitted()).hasSize(2 * Cluster.CLIENT_ADDRESSES);
        List<String> inside = clients.addressesInside();
        assertThat(inside).hasSize(2 * Cluster.CLIENT_ADDRESSES).allMatch(address -> address.startsWith("10.220.1."));
        assertThat(inside.stream().distinct()).hasSize(Cluster.CLIENT_ADDRESSES);
    }

    @Test
    void a_ban_sends_one_client_away_and_none_of_the_others_that_come_through_the_same_proxy() throws Exception {
        String banned = "10.220.1.7";
        Arrivals arrivals = clients.storm(Cluster.CLIENT_ADDRESSES, THROUGH_IT);
        assertThat(arrivals.notAdmitted()).isEmpty();
        clients.ban(banned);
        try {
            clients.awaitTotal(Cluster.CLIENT_ADDRESSES - 1);
            assertThat(clients.addressesInside()).doesNotContain(banned);
            Presence presence = clients.presence(arrivals.crowd());
            assertThat(presence.told()).singleElement().asString().startsWith("421 Banned for a while");
            assertThat(presence.inside()).isEqualTo(Cluster.CLIENT_ADDRESSES - 1);
            assertThat(clients.storm(Cluster.CLIENT_ADDRESSES, THROUGH_IT).notAdmitted()).singleElement().asString()
                    .startsWith("421 Banned for a while");
        } finally {
            clients.revokeBan(banned);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "send-proxy", "send-proxy-v2" })
    void data_connections_come_to_the_node_that_waits_for_them(String header) throws Exception {
        haProxy.startAgain(header);
        awaitChecks(true);
        Path file = Content.write(folder.resolve("file"), Content.MIB);
        for (int i = 0; i < cluster.size(); i++) {
            // The one that is asked for by its address, which must be the proxy's, and the one that has none.
            curl("--disable-epsv", "--no-ftp-skip-pasv-ip", "-T", file.toString(), url("uploaded"));
            assertThat(cluster.home().resolve("uploaded")).hasSameBinaryContentAs(file);
            Path downloaded = folder.resolve("downloaded");
            curl("-o", downloaded.toString(), url("uploaded"));
            assertThat(downloaded).hasSameBinaryContentAs(file);
        }
        for (int i = 0; i < cluster.size(); i++) {
            assertThat(haProxy.server("data-" + i, i).connectionsSoFar()).as("data connections of node %d", i).isPositive();
        }
        int upload = clients.upload(HaProxy.ADDRESS, Cluster.ACCOUNT, "slow");
        assertThat(clients.addressesInside()).containsExactly(Cluster.PARTNER);
        assertThat(clients.finish(upload).reply()).startsWith("226 ");
    }

    private static String url(String file) {
        return "ftp://" + HaProxy.ADDRESS + ":" + Client.FTP_PORT + "/" + file;
    }

    private static void curl(String... arguments) throws IOException, InterruptedException {
        CommandLine.of("curl");
        List<String> words = new ArrayList<>(cluster.whereClientsAre());
        words.addAll(List.of("curl", "--silent", "--show-error", "--interface", Cluster.PARTNER, "--user",
                Cluster.ACCOUNT + ":" + Api.passwordOf(Cluster.ACCOUNT)));
        words.addAll(List.of(arguments));
        CommandLine.of(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new)).run();
    }

    @Test
    void its_checks_tell_a_node_that_is_gone_and_are_no_sessions() throws Exception {
        cluster.database().watchSessions();
        Node gone = cluster.node(1);
        gone.kill();
        awaitChecks(1, false);
        gone.startAgain();
        awaitChecks(true);
        assertThat(cluster.database().mostSessions()).isZero();
        assertThat(clients.storm(2 * Cluster.CLIENT_ADDRESSES, THROUGH_IT).notAdmitted()).isEmpty();
    }

    @Test
    void where_no_node_is_ready_newcomers_read_why() throws Exception {
        cluster.database().stopImmediately();
        try {
            awaitChecks(false);
            assertThat(clients.knock(HaProxy.ADDRESS).heard()).startsWith("421 The session limits cannot be checked just now");
        } finally {
            cluster.database().startAgain();
        }
        awaitChecks(true);
        await().atMost(SOON).until(() -> clients.knock(HaProxy.ADDRESS).admitted());
        clients.awaitTotal(0);
    }
}
