package io.drawbridge.ftp.conversation;

import static io.drawbridge.ftp.conversation.ProxyHeaders.joined;
import static io.drawbridge.ftp.conversation.ProxyHeaders.text;
import static io.drawbridge.ftp.conversation.ProxyHeaders.version1;
import static io.drawbridge.ftp.conversation.ProxyHeaders.version2;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.drawbridge.ftp.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server behind proxies, the third of several that share their passive ports, with a port for load balancers. */
@QuarkusTest
@TestProfile(ProxyTest.BehindProxies.class)
class ProxyTest extends ConversationTest {
    private static final String PROXY = "127.1.0.1";
    private static final String CLIENT = "198.51.100.7";
    private static final String CLIENT6 = "2001:db8:0:7::7";
    private static final String REACHED = "203.0.113.1";
    private static final String REACHED6 = "2001:db8:0:1::1";
    private static final List<String> TLS = List.of("TLSv1.2", "TLSv1.3");
    /** A field of an owner's own, of three bytes, and one of TLS with a field in it. */
    private static final String FIELDS = "e00003aabbcc" + "20000f" + "0100000000" + "210007" + "544c5376312e33";

    @Inject
    MeterRegistry metrics;

    public static final class BehindProxies implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(Map.entry("drawbridge.ftp.host", "::"), Map.entry("drawbridge.ftp.implicit-tls-port", "0"),
                    Map.entry("drawbridge.ftp.probe-port", "0"), Map.entry("drawbridge.ftp.node", "behind-proxies-2"),
                    Map.entry("drawbridge.ftp.proxy-networks", "127.1.0.0/16, ::1"),
                    Map.entry("drawbridge.ftp.proxy-header-timeout", "500ms"),
                    Map.entry("drawbridge.ftp.passive-ports", threePorts()),
                    Map.entry("drawbridge.ftp.passive-ports-per-node", "1"),
                    Map.entry("drawbridge.ftp.passive-addresses",
                            "192.0.2.0/24=192.0.2.201,192.0.2.128/25=192.0.2.202,127.0.0.0/8=localhost"));
        }

        /** One behind the other, and the third one free. */
        private static String threePorts() {
            for (int tries = 0; tries < 1000; tries++) {
                try (ServerSocket free = new ServerSocket(0)) {
                    if (free.getLocalPort() > 1026) {
                        return free.getLocalPort() - 2 + "-" + free.getLocalPort();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            throw new IllegalStateException("no port is free");
        }
    }

    /** From a proxy. */
    private FtpProbe connect(byte[] header) throws IOException {
        return connectFrom(PROXY).sendRaw(header);
    }

    private FtpProbe connectFor(String client) throws IOException {
        return connect(version1(client, client.contains(":") ? REACHED6 : REACHED));
    }

    private FtpProbe logInFor(String client) throws IOException {
        return connectFor(client).logIn(account, PASSWORD);
    }

    private static List<InetAddress> addresses() {
        return QuarkusTransaction.requiringNew()
                .call(() -> SessionRow.<SessionRow> listAll().stream().map(row -> row.remoteAddress).toList());
    }

    private static List<String> offenders() {
        return QuarkusTransaction.requiringNew().call(() -> Panache.getSession()
                .createNativeQuery("SELECT source::text FROM abuse", String.class).getResultList());
    }

    private double refusedHeaders() {
        return metrics.get(Metric.PROXY_HEADERS_REFUSED.meterName()).counter().count();
    }

    private static List<byte[]> headersOfClients() {
        return List.of(version1(CLIENT, REACHED), version2(CLIENT, REACHED, ""), version2(CLIENT, REACHED, FIELDS),
                version1("::ffff:" + CLIENT, "::ffff:" + REACHED));
    }

    private static List<byte[]> headersOfClientsOfIpv6() {
        return List.of(version1(CLIENT6, REACHED6), version2(CLIENT6, REACHED6, ""), version2(CLIENT6, REACHED6, FIELDS));
    }

    private static List<byte[]> headersThatAreNone() {
        return List.of("NOOP\r\n".getBytes(StandardCharsets.US_ASCII), text("USER somebody with a long name"),
                text("PROXY TCP4 " + CLIENT + " " + REACHED + " 1"), text("PROXY TCP4 somebody somewhere 1 2"),
                text("PROXY TCP9 " + CLIENT + " " + REACHED + " 1 2"), text("PROXY UDP4 " + CLIENT + " " + REACHED + " 1 2"),
                text("PROXY TCP4 " + CLIENT + " " + REACHED + " 1 65536"), text("PROXY " + "x".repeat(200)),
                "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII),
                version2(0x21, 0x11, new byte[11]), version2(0x21, 0x12, new byte[12]), version2(0x11, 0x11, new byte[12]),
                version2(0x2f, 0x11, new byte[12]), version2(0x21, 0x41, new byte[12]), version2(0x21, 0x11, new byte[0xffff]),
                // A field that says that it is longer than it is.
                version2(0x21, 0x11, joined(new byte[12], new byte[] { 0x20, 0x7f, 0x7f, 1 })),
                // Netty's decoder waits for more of a version that it takes for "not known yet".
                joined(ProxyHeaders.SIGNATURE, new byte[] { -1 }, new byte[10_000]));
    }

    @Test
    void a_client_is_who_the_proxy_says_it_is() throws Exception {
        for (byte[] header : headersOfClients()) {
            try (FtpProbe client = connect(header).logIn(account, PASSWORD)) {
                assertThat(addresses()).containsExactly(InetAddress.getByName(CLIENT));
                client.send("PASV").expect("227 Entering Passive Mode (" + REACHED.replace('.', ','));
                client.send("EPSV 1").expect("229").send("EPSV 2").expect("522").send("QUIT").expect("221");
            }
            until(() -> sessions() == 0);
        }
    }

    @Test
    void a_client_may_have_IPv6_where_its_proxy_has_IPv4() throws Exception {
        for (byte[] header : headersOfClientsOfIpv6()) {
            try (FtpProbe client = connect(header).logIn(account, PASSWORD)) {
                assertThat(addresses()).containsExactly(InetAddress.getByName(CLIENT6));
                client.send("PASV").expect("425").send("EPSV 1").expect("522").send("EPSV 2").expect("229");
                client.send("EPRT |2|2001:db8::1|5000|").expect("504 Data goes only to 2001:db8:0:7:0:0:0:7");
            }
            until(() -> sessions() == 0);
        }
    }

    @Test
    void a_proxy_may_have_IPv6_where_its_client_has_IPv4() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = FtpProbe.between("::1", "::1", server.port()).sendRaw(version2(CLIENT, REACHED, ""))
                .logIn(account, PASSWORD)) {
            assertThat(addresses()).containsExactly(InetAddress.getByName(CLIENT));
            client.send("PASV").expect("227 Entering Passive Mode (" + REACHED.replace('.', ','));
            try (DataProbe data = DataProbe.between("::1", "::1", client.askForDataPort())
                    .send(version2(CLIENT, REACHED, ""))) {
                client.send("RETR file").expect("150");
                assertThat(data.text()).isEqualTo("content");
            }
            client.expect("226");
        }
    }

    @Test
    void a_header_may_come_in_pieces_or_together_with_what_the_client_sends() throws Exception {
        for (byte[] header : List.of(version1(CLIENT, REACHED), version2(CLIENT, REACHED, FIELDS))) {
            try (FtpProbe client = connectFrom(PROXY)) {
                for (byte octet : header) {
                    client.sendRaw(new byte[] { octet });
                }
                client.expect("220").send("QUIT").expect("221").expectEnd();
            }
            try (FtpProbe client = connectFrom(PROXY).announce(header).send("NOOP").send("QUIT")) {
                client.closeOutput();
                client.expect("220").expect("200").expect("221").expectEnd();
            }
        }
    }

    @Test
    void limits_and_bans_count_the_clients_of_a_proxy_one_by_one() throws Exception {
        limits(null, 1, null);
        sql("INSERT INTO ban (network, since, until, reason, banned_by)"
                + " VALUES ('198.51.100.66', now(), now() + interval '1 hour', 'for the test', 'an operator')");
        try (FtpProbe first = connectFor(CLIENT);
                FtpProbe second = connectFor(CLIENT);
                FtpProbe other = connectFor("198.51.100.8");
                FtpProbe banned = connectFor("198.51.100.66")) {
            List<String> replies = List.of(first.reply(), second.reply());
            assertThat(replies).anyMatch(reply -> reply.startsWith("220"))
                    .anyMatch(reply -> reply.startsWith("421 Too many sessions from " + CLIENT + " (limit 1)"));
            other.expect("220");
            banned.expect("421 Banned");
            assertThat(addresses()).hasSize(2);
        }
    }

    @Test
    void a_proxy_without_a_good_header_is_closed_without_a_word() throws Exception {
        double before = refusedHeaders();
        List<FtpProbe> clients = new ArrayList<>();
        for (byte[] header : headersThatAreNone()) {
            clients.add(connectFrom(PROXY).sendRaw(header));
        }
        for (FtpProbe client : clients) {
            client.expectNothingAndEnd();
            client.close();
        }
        until(() -> refusedHeaders() == before + clients.size());
        assertThat(sessions()).isZero();
    }

    @Test
    void a_header_that_does_not_come_in_time_ends_the_connection() throws Exception {
        double before = refusedHeaders();
        try (FtpProbe nothing = connectFrom(PROXY); FtpProbe half = connectFrom(PROXY).sendRaw("PROXY TCP4 198.51")) {
            nothing.expectEnd();
            half.expectEnd();
        }
        until(() -> refusedHeaders() == before + 2);
    }

    @Test
    void who_connects_only_to_see_whether_it_can_is_no_news() throws Exception {
        double before = refusedHeaders();
        for (int i = 0; i < 3; i++) {
            connectFrom(PROXY).close();
            connectFrom(PROXY).reset();
        }
        try (FtpProbe client = connectFor(CLIENT)) {
            client.expect("220");
        }
        assertThat(refusedHeaders()).isEqualTo(before);
    }

    @Test
    void nobody_else_is_believed() throws Exception {
        try (FtpProbe client = connectFrom("127.0.0.9").announce(version1(CLIENT, REACHED)).send("NOOP")) {
            client.expect("220").expect("500").expect("200");
            assertThat(addresses()).containsExactly(InetAddress.getByName("127.0.0.9"));
        }
        // What version 2 begins with is QUIT to who does not know it.
        try (FtpProbe client = connectFrom("127.0.0.9").sendRaw(version2(CLIENT, REACHED, ""))) {
            client.expect("220");
            until(() -> sessions() == 0);
        }
    }

    @Test
    void the_checks_of_a_proxy_are_answered_and_count_nowhere() throws Exception {
        limits(0, null, null);
        List<byte[]> headers = List.of(version2(0x20, 0, new byte[0]), version2(0x20, 0x11, new byte[12]),
                version2(0x21, 0, new byte[0]), version2(0x21, 0x31, new byte[216]), text("PROXY UNKNOWN"),
                text("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535"));
        for (byte[] header : headers) {
            try (FtpProbe check = connect(header)) {
                check.expect("220 Ready").expectEnd();
            }
        }
        // As HAProxy's checks with version 1.
        try (FtpProbe check = connectFrom(PROXY)) {
            check.sendRaw(version1(PROXY, check.localPort(), REACHED)).expect("220 Ready").expectEnd();
        }
        for (String protocol : TLS) {
            try (FtpProbe check = implicitly(version2(0x20, 0, new byte[0]), protocol)) {
                check.expect("220 Ready").expectEnd();
            }
        }
        try (FtpProbe client = connectFor(CLIENT)) {
            client.expect("421 Too many sessions (limit 0)");
        }
    }

    private FtpProbe implicitly(byte[] header, String protocol) throws IOException {
        return FtpProbe.from(PROXY, server.implicitTlsPort().orElseThrow()).announce(header).secure(new TlsClient(protocol));
    }

    @Test
    void the_header_comes_before_TLS_on_control_and_data_connections() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        for (String protocol : TLS) {
            TlsClient tls = new TlsClient(protocol);
            byte[] header = protocol.equals(TLS.getFirst()) ? version1(CLIENT, REACHED) : version2(CLIENT, REACHED, FIELDS);
            try (FtpProbe client = FtpProbe.from(PROXY, server.implicitTlsPort().orElseThrow()).announce(header).secure(tls)
                    .logIn(account, PASSWORD)) {
                assertThat(addresses()).containsExactly(InetAddress.getByName(CLIENT));
                try (DataProbe down = DataProbe.connect(PROXY, client.askForDataPort()).announce(header)) {
                    // The handshake begins before the server knows that there is to be one.
                    Thread handshake = Thread.ofVirtual().start(() -> secure(down, tls));
                    until(() -> down.hasSent());
                    client.send("RETR file").expect("150");
                    handshake.join();
                    assertThat(down.text()).isEqualTo("content");
                }
                client.expect("226");
            }
            until(() -> sessions() == 0);
        }
    }

    private static void secure(DataProbe data, TlsClient tls) {
        try {
            data.secure(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_upload_that_is_all_there_before_it_is_asked_for_comes_whole_and_in_order() throws Exception {
        String content = "0123456789".repeat(6_000);
        try (FtpProbe client = logInFor(CLIENT)) {
            client.send("TYPE I").expect("200");
            for (int size : new int[] { 0, 1, 1000, content.length() }) {
                try (DataProbe up = DataProbe.connect(PROXY, client.askForDataPort()).announce(version1(CLIENT, REACHED))) {
                    up.send(content.substring(0, size));
                }
                client.send("STOR file-" + size).expect("150").expect("226");
                assertThat(home.resolve("file-" + size)).hasContent(content.substring(0, size));
            }
        }
    }

    @Test
    void a_data_connection_is_the_client_s_whoever_brings_it() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        String other = "198.51.100.9";
        sql("DELETE FROM access_rule");
        try (FtpProbe client = logInFor(CLIENT); FtpProbe neighbour = logInFor(other)) {
            int port = client.askForDataPort();
            assertThat(neighbour.askForDataPort()).isEqualTo(port);
            try (DataProbe check = DataProbe.connect(PROXY, port).send(version2(0x20, 0, new byte[0]));
                    DataProbe stranger = DataProbe.connect(PROXY, port).send(version1("198.51.100.10", REACHED));
                    DataProbe withoutHeader = DataProbe.connect(PROXY, port).send("PROXY nobody\r\n")) {
                assertThat(check.bytesBeforeItsEnd()).isEmpty();
                assertThat(stranger.bytesBeforeItsEnd()).isEmpty();
                assertThat(withoutHeader.bytesBeforeItsEnd()).isEmpty();
            }
            until(() -> offenders().contains("198.51.100.10/32"));
            assertThat(offenders()).noneMatch(source -> source.startsWith("127."));
            for (FtpProbe one : List.of(neighbour, client)) {
                try (DataProbe data = DataProbe.connect("127.1.0.2", port)
                        .send(version2(one == client ? CLIENT : other, REACHED, FIELDS))) {
                    one.send("RETR file").expect("150");
                    assertThat(data.text()).isEqualTo("content");
                }
                one.expect("226");
            }
        }
    }

    @Test
    void a_client_may_be_told_to_bring_its_data_past_the_proxy() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logInFor("127.0.0.5");
                DataProbe data = DataProbe.connect("127.0.0.5", client.askForDataPort())) {
            client.send("RETR file").expect("150");
            assertThat(data.text()).isEqualTo("content");
            client.expect("226");
        }
    }

    @Test
    void the_address_in_PASV_is_the_one_for_the_narrowest_network_of_the_client() throws Exception {
        Map<String, String> told = Map.of("192.0.2.1", "192,0,2,201,", "192.0.2.129", "192,0,2,202,", CLIENT, "203,0,113,1,",
                "127.0.0.5", "127,0,0,1,");
        for (Map.Entry<String, String> client : told.entrySet()) {
            try (FtpProbe session = logInFor(client.getKey())) {
                session.send("PASV").expect("227 Entering Passive Mode (" + client.getValue());
            }
        }
    }

    @Test
    void the_port_for_load_balancers_is_open_as_long_as_the_node_is_ready() throws Exception {
        limits(0, null, null);
        for (String from : List.of(PROXY, "127.0.0.9")) {
            try (FtpProbe probe = FtpProbe.from(from, server.probePort().orElseThrow())) {
                probe.expect("220 Ready").expectEnd();
            }
        }
        assertThat(sessions()).isZero();
        PostgresAndFolders.relay().cut();
        try {
            until(() -> !isProbePortOpen());
        } finally {
            PostgresAndFolders.relay().mend();
        }
        until(() -> isProbePortOpen());
    }

    private boolean isProbePortOpen() {
        try (Socket probe = new Socket("127.0.0.1", server.probePort().orElseThrow())) {
            return probe.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
