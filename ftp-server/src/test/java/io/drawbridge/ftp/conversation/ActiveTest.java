package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** The client waits, and the server comes. */
@QuarkusTest
class ActiveTest extends ConversationTest {

    private static ServerSocket waiting() throws IOException {
        ServerSocket waiting = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        waiting.setSoTimeout(10_000);
        return waiting;
    }

    private static String port(String host, int port) {
        return "PORT " + host.replace('.', ',') + "," + (port >> 8) + "," + (port & 0xff);
    }

    private static String port(ServerSocket waiting) {
        return port("127.0.0.1", waiting.getLocalPort());
    }

    private static String eprt(ServerSocket waiting) {
        return "EPRT |1|127.0.0.1|" + waiting.getLocalPort() + "|";
    }

    @Test
    void what_is_stored_is_what_is_retrieved_and_listed() throws Exception {
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            client.send("TYPE I").expect("200").send(port(waiting)).expect("200").send("STOR file").expect("150");
            try (Socket up = waiting.accept()) {
                up.getOutputStream().write("content".getBytes(StandardCharsets.US_ASCII));
            }
            client.expect("226");
            assertThat(home.resolve("file")).hasContent("content");
            client.send(eprt(waiting)).expect("200").send("RETR file").expect("150 /file (7 bytes)");
            try (Socket down = waiting.accept()) {
                assertThat(down.getInetAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
                assertThat(down.getInputStream().readAllBytes()).asString().isEqualTo("content");
            }
            client.expect("226").send(port(waiting)).expect("200").send("NLST").expect("150");
            try (Socket down = waiting.accept()) {
                assertThat(down.getInputStream().readAllBytes()).asString().isEqualTo("file\r\n");
            }
            client.expect("226");
        }
    }

    @Test
    void a_large_file_arrives_whole() throws Exception {
        byte[] content = new byte[8 << 20];
        new java.util.Random(2).nextBytes(content);
        Files.write(home.resolve("file"), content);
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            client.send("TYPE I").expect("200").send(port(waiting)).expect("200").send("RETR file").expect("150");
            try (Socket down = waiting.accept()) {
                assertThat(down.getInputStream().readAllBytes()).isEqualTo(content);
            }
            client.expect("226");
        }
    }

    @Test
    void nothing_is_connected_to_before_the_transfer_and_each_needs_its_own_PORT() throws Exception {
        Files.writeString(home.resolve("file"), "0123456789");
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            client.send("TYPE I").expect("200").send("REST 4").expect("350").send(port(waiting)).expect("200")
                    .send("RETR none").expect("550");
            client.send("REST 4").expect("350").send(eprt(waiting)).expect("200").send("RETR file").expect("150");
            try (Socket down = waiting.accept()) {
                assertThat(down.getInputStream().readAllBytes()).asString().isEqualTo("456789");
            }
            client.expect("226").send("RETR file").expect("425").send("NOOP").expect("200");
        }
    }

    @Test
    void the_last_of_PORT_and_PASV_counts() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            int passive = client.askForDataPort();
            client.send(port(waiting)).expect("200").send("RETR file").expect("150");
            try (Socket down = waiting.accept()) {
                assertThat(down.getInputStream().readAllBytes()).asString().isEqualTo("content");
            }
            client.expect("226");
            assertThat(isOpen(passive)).isFalse();
            client.send(port(waiting)).expect("200");
            try (FtpProbe.DataProbe down = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(down.text()).isEqualTo("content");
            }
            client.expect("226");
        }
    }

    private static boolean isOpen(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
            return true;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    @Test
    void where_nobody_waits_it_is_425_and_the_session_goes_on() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            String nobody;
            try (ServerSocket waiting = waiting()) {
                nobody = port(waiting);
            }
            client.send(nobody).expect("200").send("RETR file").expect("150").expect("425");
            client.send(nobody).expect("200").send("STOR new").expect("150").expect("425").send("NOOP").expect("200");
        }
        assertThat(home.toFile().list()).containsExactly("file");
    }

    @ParameterizedTest
    @ValueSource(strings = { "PORT 127,0,0,2,200,1", "PORT 10,0,0,1,200,1", "PORT 255,255,255,255,200,1",
            "EPRT |1|127.0.0.2|51201|", "EPRT |1|192.0.2.1|51201|" })
    void an_address_of_another_is_refused(String bounce) throws Exception {
        try (FtpProbe client = logIn()) {
            client.send(bounce).expect("504 Data goes only to 127.0.0.1").send("LIST").expect("425");
        }
    }

    @Test
    void no_address_is_that_of_the_client() throws Exception {
        Files.writeString(home.resolve("file"), "here");
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            client.send("EPRT |1|0.0.0.0|" + waiting.getLocalPort() + "|").expect("200").send("RETR file").expect("150");
            try (Socket down = waiting.accept()) {
                assertThat(down.getInputStream().readAllBytes()).asString().isEqualTo("here");
            }
            client.expect("226");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "PORT 127,0,0,1,0,25", "PORT 127,0,0,1,3,255", "PORT 127,0,0,1,0,0", "EPRT |1|127.0.0.1|25|",
            "EPRT |1|127.0.0.1|1023|", "EPRT |1|127.0.0.1|0|" })
    void a_port_of_the_system_is_refused(String bounce) throws Exception {
        try (FtpProbe client = logIn()) {
            client.send(bounce).expect("504 Ports below 1024").send("LIST").expect("425");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "PORT 127,0,0,1,4", "PORT 127,0,0,1,4,256", "PORT localhost,4,1", "EPRT |1|127.0.0.1|65536|",
            "EPRT |1|localhost|51201|", "EPRT 127.0.0.1", "EPRT |1|::1|51201|" })
    void what_is_not_of_its_form_is_501(String line) throws Exception {
        try (FtpProbe client = logIn()) {
            client.send(line).expect("501");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "EPRT |2|::1|51201|", "EPRT |3|127.0.0.1|51201|" })
    void another_network_protocol_is_522(String line) throws Exception {
        try (FtpProbe client = logIn()) {
            client.send(line).expect("522 Network protocol not supported, use (1)");
        }
    }

    @Test
    void after_EPSV_ALL_there_is_no_active_mode() throws Exception {
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            client.send("EPSV ALL").expect("200").send(port(waiting)).expect("503").send(eprt(waiting)).expect("503");
        }
    }

    @Test
    void who_tries_to_bounce_again_and_again_is_banned() throws Exception {
        sql("DELETE FROM access_rule", "UPDATE protection SET threshold = 29");
        try (FtpProbe client = connectFrom("127.0.3.1").logIn(account, PASSWORD)) {
            for (int i = 0; i < 15; i++) {
                client.send("PORT 127,0,0,1,200,1").expect("504");
            }
            client.expect("421 Banned for a while").expectEnd();
        }
    }

    @Test
    void ABOR_stops_a_transfer_that_nobody_reads() throws Exception {
        Files.write(home.resolve("file"), new byte[50 << 20]);
        try (FtpProbe client = logIn(); ServerSocket waiting = waiting()) {
            client.send("TYPE I").expect("200").send(port(waiting)).expect("200").send("RETR file").expect("150");
            Socket down = waiting.accept();
            client.send("ABOR").expect("426").expect("226").send("NOOP").expect("200");
            down.close();
        }
    }
}
