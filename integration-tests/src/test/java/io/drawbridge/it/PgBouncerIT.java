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

/** Two FTP servers and the admin API that reach PostgreSQL through a pgbouncer in transaction mode. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
@TestMethodOrder(OrderAnnotation.class)
class PgBouncerIT {
    private static final int LIMIT = 100;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path dataDir;
    @TempDir
    private static Path bouncerDir;
    private static LocalPostgres postgres;
    private static Database database;
    private static PgBouncer pgBouncer;
    private static Secrets secrets;
    private static DrawbridgeProcess admin;
    private static final List<DrawbridgeProcess> SERVERS = new ArrayList<>();
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        postgres = LocalPostgres.temporary();
        database = new Database(postgres);
        database.execute("CREATE ROLE drawbridge LOGIN PASSWORD 'first'");
        database.execute("CREATE DATABASE drawbridge OWNER drawbridge");
        secrets = new Secrets(dataDir);
        secrets.write("drawbridge", "first");
        pgBouncer = PgBouncer.start(database, bouncerDir);
        admin = behindPgBouncer(Launch.adminApi(postgres)).start();
        for (String node : List.of("ftp-0", "ftp-1")) {
            SERVERS.add(behindPgBouncer(Launch.ftpServer(postgres, node, dataDir)).start());
        }
        api = Api.of(admin.awaitUp());
        for (DrawbridgeProcess server : SERVERS) {
            server.awaitUp();
        }
        api.makeAccount("alice");
        api.limit(LIMIT);
    }

    private static Launch behindPgBouncer(Launch program) {
        return secrets.on(program).with("QUARKUS_DATASOURCE_JDBC_URL", pgBouncer.jdbcUrl())
                .with("DRAWBRIDGE_DATABASE_DIRECT_URL", database.jdbcUrl("drawbridge"));
    }

    @AfterAll
    static void stop() throws Exception {
        for (DrawbridgeProcess server : SERVERS) {
            server.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (pgBouncer != null) {
            pgBouncer.close();
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
    void of_500_at_once_over_two_nodes_exactly_as_many_as_the_limit_are_let_in() throws Exception {
        try (Storm storm = Storm.of(500, ports())) {
            assertThat(storm.notAdmitted())
                    .allSatisfy(heard -> assertThat(heard).matches(Refusals.tooManySessions(LIMIT) + "\r\n"));
            assertThat(storm.admitted()).hasSize(LIMIT);
            assertThat(api.total()).isEqualTo(LIMIT);
        }
    }

    /** Without notices it would take until the next beat: half a second at the median. */
    @Test
    @Order(1)
    void a_kick_is_heard_at_once() throws Exception {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            try (FtpProbe client = FtpProbe.connect(ports()[i % 2]).greeted().logIn("alice")) {
                Api.Session session = api.sessions().getFirst();
                long from = System.nanoTime();
                api.end(session);
                client.expect("421");
                waits.add(Duration.ofNanos(System.nanoTime() - from));
            }
            api.awaitTotal(0);
        }
        assertThat(waits.stream().sorted().toList().get(5)).isLessThan(Duration.ofMillis(350));
    }

    @Test
    @Order(2)
    void a_new_password_is_picked_up_without_a_restart() throws Exception {
        try (FtpProbe client = FtpProbe.connect(ports()[0]).greeted()) {
            database.execute("ALTER ROLE drawbridge PASSWORD 'second'");
            secrets.write("drawbridge", "second");
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'drawbridge'");
            pgBouncer.restart();

            client.send("NOOP").expect("200");
            api.awaitTotal(1);
            for (int port : ports()) {
                await().atMost(SOON).untilAsserted(() -> FtpProbe.connect(port).greeted().close());
            }
            api.awaitTotal(1);
            await().atMost(SOON).until(() -> database
                    .query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'drawbridge notices'").equals("2"));
        }
    }

    private static int[] ports() {
        return SERVERS.stream().mapToInt(DrawbridgeProcess::ftpPort).toArray();
    }
}
