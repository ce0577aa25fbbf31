package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server with one passive port, which does not serve active mode, and runs two transfers at most. */
@QuarkusTest
@TestProfile(SharedPortTest.OnePort.class)
class SharedPortTest extends ConversationTest {
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

    public static final class OnePort implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket free = new ServerSocket(0)) {
                return Map.of("drawbridge.ftp.passive-ports", Integer.toString(free.getLocalPort()),
                        "drawbridge.ftp.active", "false", "drawbridge.ftp.max-transfers", "2");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private FtpProbe logInFrom(String address) throws IOException {
        return connectFrom(address).logIn(account, PASSWORD);
    }

    @Test
    void clients_of_three_addresses_use_it_at_the_same_time() throws Exception {
        for (String address : ADDRESSES) {
            Files.writeString(home.resolve(address), "for " + address);
        }
        try (FtpProbe one = logInFrom(ADDRESSES.get(0));
                FtpProbe two = logInFrom(ADDRESSES.get(1));
                FtpProbe three = logInFrom(ADDRESSES.get(2))) {
            List<FtpProbe> clients = List.of(one, two, three);
            int port = one.askForDataPort();
            assertThat(two.askForDataPort()).isEqualTo(port);
            assertThat(three.askForDataPort()).isEqualTo(port);
            // The last one first: it is the address that decides, and not the order.
            for (int i = 2; i >= 0; i--) {
                try (DataProbe data = DataProbe.connect(ADDRESSES.get(i), port)) {
                    clients.get(i).send("RETR " + ADDRESSES.get(i)).expect("150");
                    assertThat(data.text()).isEqualTo("for " + ADDRESSES.get(i));
                }
                clients.get(i).expect("226");
            }
        }
    }

    @Test
    void sessions_of_one_address_use_it_one_after_the_other() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe first = logIn(); FtpProbe second = logIn()) {
            int port = first.askForDataPort();
            second.send("EPSV").expect("425 No port is free").send("PASV").expect("425");
            try (DataProbe up = DataProbe.connect("127.0.0.1", port)) {
                first.send("STOR new").expect("150");
                // The first one has connected, and the port is free while it transfers.
                up.send("begin");
                until(() -> home.toFile().list().length == 2);
                try (DataProbe down = second.openData()) {
                    second.send("RETR file").expect("150");
                    assertThat(down.text()).isEqualTo("content");
                }
                second.expect("226");
            }
            first.expect("226");
        }
    }

    @Test
    void a_second_PASV_replaces_the_first_and_the_end_of_a_session_frees_the_port() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.askForDataPort()).isEqualTo(client.askForDataPort());
            client.send("PASV").expect("227");
        }
        until(() -> sessions() == 0);
        try (FtpProbe client = logIn()) {
            client.send("PASV").expect("227");
        }
    }

    @Test
    void a_stranger_is_dropped_and_the_right_client_still_gets_in() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            int port = client.askForDataPort();
            try (DataProbe thief = DataProbe.connect("127.0.0.99", port)) {
                client.send("RETR file").expect("150");
                assertThat(thief.bytes()).isEmpty();
            }
            try (DataProbe data = DataProbe.connect("127.0.0.1", port)) {
                assertThat(data.text()).isEqualTo("content");
            }
            client.expect("226");
        }
    }

    @Test
    void who_connects_and_asks_for_nothing_is_let_go() throws Exception {
        try (FtpProbe client = logIn(); DataProbe data = client.openData()) {
            assertThat(data.bytes()).isEmpty();
            client.send("LIST").expect("150").expect("425").send("NOOP").expect("200");
        }
    }

    @Test
    void a_thousand_PASV_without_a_transfer_leave_no_port_taken_and_no_handle_open() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            client.askForDataPort();
            int handles = handles();
            for (int i = 0; i < 1000; i++) {
                client.send(i % 2 == 0 ? "PASV" : "EPSV").expect("22");
            }
            until(() -> handles() <= handles + 5);
            try (DataProbe down = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(down.text()).isEqualTo("content");
            }
            client.expect("226");
        }
    }

    private static int handles() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void one_transfer_too_many_is_425_until_another_has_ended() throws Exception {
        try (FtpProbe one = logInFrom(ADDRESSES.get(0));
                FtpProbe two = logInFrom(ADDRESSES.get(1));
                FtpProbe three = logInFrom(ADDRESSES.get(2))) {
            DataProbe first = one.openDataFrom(ADDRESSES.get(0));
            one.send("STOR one").expect("150");
            DataProbe second = two.openDataFrom(ADDRESSES.get(1));
            two.send("STOR two").expect("150");
            try (DataProbe third = three.openDataFrom(ADDRESSES.get(2))) {
                three.send("STOR three").expect("425 Too many transfers");
                assertThat(third.bytes()).isEmpty();
            }
            first.close();
            one.expect("226");
            try (DataProbe again = three.openDataFrom(ADDRESSES.get(2))) {
                three.send("STOR three").expect("150");
                again.send("content");
            }
            three.expect("226");
            second.close();
            two.expect("226");
        }
        assertThat(home.resolve("three")).hasContent("content");
    }

    @Test
    void active_mode_that_is_off_is_502() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("PORT 127,0,0,1,200,1").expect("502").send("EPRT |1|127.0.0.1|51201|").expect("502");
        }
    }
}
