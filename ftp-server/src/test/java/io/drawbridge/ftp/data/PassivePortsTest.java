package io.drawbridge.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.proxy.Proxies;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** With real sockets, from as many addresses as loopback has. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PassivePortsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final PortRange ANY = new PortRange(0, 0);
    private static final Proxies NO_PROXIES = new Proxies(List.of(), PATIENCE, () -> {
    });
    private static final String HERE = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final List<InetAddress> strangers = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private PassivePorts ports(PortRange range) {
        return new PassivePorts(vertx, range, PATIENCE, NO_PROXIES, strangers::add);
    }

    /** So many that nobody holds, one behind the other. */
    private static PortRange free(int size) throws IOException {
        while (true) {
            List<ServerSocket> held = new ArrayList<>();
            try {
                held.add(new ServerSocket(0));
                int first = held.getFirst().getLocalPort();
                for (int port = first + 1; port < first + size; port++) {
                    held.add(new ServerSocket(port));
                }
                return new PortRange(first, first + size - 1);
            } catch (IOException | IllegalArgumentException e) {
                // Somebody holds one of them.
            } finally {
                for (ServerSocket socket : held) {
                    socket.close();
                }
            }
        }
    }

    private static InetAddress address(String address) throws IOException {
        return InetAddress.getByName(address);
    }

    private static Optional<PassiveEndpoint> open(PassivePorts ports, String peer) throws IOException {
        return ports.open(address(HERE), address(peer), null);
    }

    private static Optional<DataConnection> connection(PassiveEndpoint endpoint, Duration atMost) {
        CompletableFuture<Optional<DataConnection>> connection = new CompletableFuture<>();
        endpoint.connect(atMost, connection::complete);
        return connection.join();
    }

    private static Socket connect(String from, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(HERE, port), (int) PATIENCE.toMillis());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void send(PassiveEndpoint endpoint, String text) throws IOException {
        DataConnection connection = connection(endpoint, PATIENCE).orElseThrow();
        connection.write(Buffer.buffer(text));
        connection.finish();
    }

    private static String read(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            // Dropped so early that the system tells it as a reset.
            return "";
        }
    }

    private static int handles() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void one_port_serves_clients_of_different_addresses_each_its_own() throws Exception {
        PassivePorts ports = ports(free(1));
        List<String> clients = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
        List<PassiveEndpoint> endpoints = new ArrayList<>();
        for (String client : clients) {
            endpoints.add(open(ports, client).orElseThrow());
        }
        assertThat(endpoints).extracting(PassiveEndpoint::port).containsOnly(endpoints.getFirst().port());
        for (int i = clients.size() - 1; i >= 0; i--) {
            try (Socket socket = connect(clients.get(i), endpoints.get(i).port());
                    PassiveEndpoint endpoint = endpoints.get(i)) {
                send(endpoint, "for " + clients.get(i));
                assertThat(read(socket)).isEqualTo("for " + clients.get(i));
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void sessions_of_one_address_wait_on_different_ports() throws Exception {
        PassivePorts ports = ports(free(2));
        PassiveEndpoint one = open(ports, HERE).orElseThrow();
        PassiveEndpoint other = open(ports, HERE).orElseThrow();
        assertThat(one.port()).isNotEqualTo(other.port());
        assertThat(ports.exhausted()).isZero();
        assertThat(open(ports, HERE)).isEmpty();
        assertThat(ports.exhausted()).isEqualTo(1);
        assertThat(ports.size()).isEqualTo(2);
        assertThat(ports.used()).isEqualTo(2);
        assertThat(open(ports, "127.0.0.2")).isPresent();
        one.close();
        one.close();
        assertThat(open(ports, HERE).orElseThrow().port()).isEqualTo(one.port());
    }

    @Test
    void a_port_is_free_for_the_next_session_of_an_address_when_the_first_has_connected() throws Exception {
        PassivePorts ports = ports(free(1));
        PassiveEndpoint first = open(ports, HERE).orElseThrow();
        try (Socket socket = connect(HERE, first.port())) {
            DataConnection connection = connection(first, PATIENCE).orElseThrow();
            PassiveEndpoint second = open(ports, HERE).orElseThrow();
            try (Socket another = connect(HERE, second.port())) {
                send(second, "second");
                connection.write(Buffer.buffer("first"));
                connection.finish();
                assertThat(read(another)).isEqualTo("second");
                assertThat(read(socket)).isEqualTo("first");
            }
        }
    }

    @Test
    void strangers_are_dropped_and_told_and_the_client_still_gets_in() throws Exception {
        PassivePorts ports = ports(free(1));
        PassiveEndpoint endpoint = open(ports, HERE).orElseThrow();
        for (String stranger : List.of("127.0.0.8", "127.0.0.9")) {
            try (Socket socket = connect(stranger, endpoint.port())) {
                assertThat(read(socket)).isEmpty();
            }
        }
        try (Socket socket = connect(HERE, endpoint.port())) {
            send(endpoint, "content");
            assertThat(read(socket)).isEqualTo("content");
        }
        assertThat(strangers).containsExactly(address("127.0.0.8"), address("127.0.0.9"));
    }

    @Test
    void who_comes_late_or_twice_is_dropped_and_is_no_stranger() throws Exception {
        PassivePorts ports = ports(free(1));
        PassiveEndpoint left = open(ports, HERE).orElseThrow();
        left.close();
        try (Socket late = connect(HERE, left.port())) {
            assertThat(read(late)).isEmpty();
        }
        PassiveEndpoint endpoint = open(ports, HERE).orElseThrow();
        try (Socket first = connect(HERE, endpoint.port()); Socket second = connect(HERE, endpoint.port())) {
            assertThat(read(second)).isEmpty();
            send(endpoint, "content");
            assertThat(read(first)).isEqualTo("content");
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void a_connection_for_which_no_transfer_comes_is_closed() throws Exception {
        PassivePorts ports = new PassivePorts(vertx, free(1), Duration.ofMillis(100), NO_PROXIES, strangers::add);
        PassiveEndpoint endpoint = open(ports, HERE).orElseThrow();
        try (Socket socket = connect(HERE, endpoint.port())) {
            assertThat(read(socket)).isEmpty();
            assertThat(connection(endpoint, PATIENCE)).isEmpty();
        }
    }

    @Test
    void whoever_waits_hears_when_the_endpoint_is_closed() throws Exception {
        PassiveEndpoint endpoint = open(ports(ANY), HERE).orElseThrow();
        Thread closing = Thread.ofVirtual().start(endpoint::close);
        assertThat(connection(endpoint, Duration.ofDays(1))).isEmpty();
        closing.join();
    }

    @Test
    void a_port_that_another_process_holds_is_passed_over() throws Exception {
        PortRange range = free(2);
        try (ServerSocket held = new ServerSocket()) {
            held.bind(new InetSocketAddress(HERE, range.first()));
            assertThat(open(ports(range), HERE).orElseThrow().port()).isEqualTo(range.last());
        }
    }

    @Test
    void zero_is_whichever_port_the_system_gives_and_is_closed_with_its_endpoint() throws Exception {
        PassivePorts ports = ports(ANY);
        PassiveEndpoint one = open(ports, HERE).orElseThrow();
        PassiveEndpoint other = open(ports, HERE).orElseThrow();
        assertThat(one.port()).isNotEqualTo(other.port()).isPositive();
        try (Socket socket = connect(HERE, one.port())) {
            send(one, "content");
            assertThat(read(socket)).isEqualTo("content");
        }
        one.close();
        await().atMost(PATIENCE).until(() -> {
            try (ServerSocket again = new ServerSocket()) {
                again.bind(new InetSocketAddress(HERE, one.port()));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void a_thousand_that_were_prepared_for_nothing_leave_nothing() throws Exception {
        PortRange range = free(3);
        for (PassivePorts ports : List.of(ports(ANY), ports(range))) {
            for (int i = 0; i < range.size(); i++) {
                open(ports, HERE).orElseThrow().close();
            }
            int before = handles();
            for (int i = 0; i < 1000; i++) {
                open(ports, HERE).orElseThrow().close();
            }
            await().atMost(PATIENCE).until(() -> handles() <= before);
        }
    }
}
