package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.postgres.LocalPostgres;

/** Three FTP servers and one admin API that know each other through PostgreSQL only. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
@TestMethodOrder(OrderAnnotation.class)
class ClusterIT {
    private static final int LIMIT = 50;
    private static final List<String> NODES = List.of("ftp-0", "ftp-1", "ftp-2");

    @TempDir
    private static Path dataDir;
    private static LocalPostgres postgres;
    private static DrawbridgeProcess admin;
    private static final List<DrawbridgeProcess> SERVERS = new ArrayList<>();
    private static Api api;

    /** All at the same moment, on an empty database: one of them makes the tables, and the others wait for it. */
    @BeforeAll
    static void start() throws Exception {
        postgres = LocalPostgres.temporary();
        admin = Launch.adminApi(postgres).start();
        NODES.forEach(node -> SERVERS.add(Launch.ftpServer(postgres, node, dataDir).start()));
        api = Api.of(admin.awaitUp());
        for (DrawbridgeProcess server : SERVERS) {
            server.awaitUp();
        }
        api.makeAccount("alice");
        api.limit(LIMIT);
    }

    @AfterAll
    static void stop() throws Exception {
        for (DrawbridgeProcess server : SERVERS) {
            server.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void nobody_is_inside() {
        api.awaitTotal(0);
    }

    @Test
    @Order(1)
    void of_300_at_once_over_three_nodes_exactly_as_many_as_the_limit_are_let_in() throws Exception {
        try (Storm storm = Storm.of(300, ports())) {
            assertThat(storm.notAdmitted())
                    .allSatisfy(heard -> assertThat(heard).matches(Refusals.tooManySessions(LIMIT) + "\r\n"));
            assertThat(storm.admitted()).hasSize(LIMIT);
            assertThat(api.total()).isEqualTo(LIMIT);
        }
    }

    @Test
    @Order(1)
    void a_session_is_listed_with_its_node_and_ended_wherever_it_is() throws Exception {
        for (int i = 0; i < NODES.size(); i++) {
            try (FtpProbe client = FtpProbe.connect(SERVERS.get(i).ftpPort()).greeted().logIn("alice")) {
                Api.Session session = api.sessions().getFirst();
                assertThat(session.node()).isEqualTo(NODES.get(i));
                assertThat(session.account()).isEqualTo("alice");

                api.end(session);
                assertThat(client.expect("421")).contains("administrator");
                client.expectEnd();
                api.awaitTotal(0);
            }
        }
    }

    @Test
    @Order(1)
    void an_upload_to_one_node_is_seen_from_another_and_maintenance_reaches_all() throws Exception {
        try (FtpProbe writer = FtpProbe.connect(SERVERS.get(0).ftpPort()).greeted().logIn("alice");
                FtpProbe reader = FtpProbe.connect(SERVERS.get(1).ftpPort()).greeted().logIn("alice")) {
            writer.send("MKD shared").expect("257");
            reader.send("CWD shared").expect("250");
            api.close("Back soon", 60);
            for (int port : ports()) {
                try (FtpProbe newcomer = FtpProbe.connect(port)) {
                    assertThat(newcomer.expect("421")).matches(Refusals.maintenance("Back soon", 60));
                }
            }
        } finally {
            api.open();
        }
        for (int port : ports()) {
            try (FtpProbe newcomer = FtpProbe.connect(port)) {
                newcomer.greeted();
            }
        }
    }

    @Test
    @Order(1)
    void a_second_node_of_the_same_name_is_refused_and_the_first_goes_on() throws Exception {
        DrawbridgeProcess first = SERVERS.getFirst();
        try (FtpProbe inside = FtpProbe.connect(first.ftpPort()).greeted();
                DrawbridgeProcess second = Launch.ftpServer(postgres, NODES.getFirst(), dataDir).start()) {
            DrawbridgeProcess.End end = second.awaitEnd();
            assertThat(end.status()).isNotZero();
            assertThat(end.errors()).singleElement().asString()
                    .startsWith("drawbridge: cannot start: ").contains("\"" + NODES.getFirst() + "\"", "running already");
            assertThat(first.isAlive()).isTrue();
            inside.send("NOOP").expect("200");
            assertThat(api.total()).isEqualTo(1);
        }
    }

    @Test
    @Order(2)
    void the_places_of_a_killed_node_are_free_within_15_seconds() throws Exception {
        DrawbridgeProcess killed = SERVERS.getLast();
        try (Storm full = Storm.of(LIMIT, ports())) {
            assertThat(full.notAdmitted()).isEmpty();
            long lost = api.sessions().stream().filter(session -> session.node().equals(NODES.getLast())).count();
            assertThat(lost).isPositive();

            killed.kill();
            await().atMost(Duration.ofSeconds(15)).until(() -> api.total() == LIMIT - lost);
            assertThat(api.sessions()).extracting(Api.Session::node).doesNotContain(NODES.getLast());
            try (Storm newcomers = Storm.of((int) lost + 1, SERVERS.get(0).ftpPort(), SERVERS.get(1).ftpPort())) {
                assertThat(newcomers.admitted()).hasSize((int) lost);
            }
        }
    }

    private static int[] ports() {
        return SERVERS.stream().mapToInt(DrawbridgeProcess::ftpPort).toArray();
    }
}
