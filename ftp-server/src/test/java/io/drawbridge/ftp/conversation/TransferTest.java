package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.nio.file.Files;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class TransferTest extends ConversationTest {
    private static final byte[] LARGE = new byte[20 << 20];
    static {
        new Random(1).nextBytes(LARGE);
    }

    @Test
    void what_is_stored_is_what_is_retrieved() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            for (byte[] content : new byte[][] { {}, { 7 }, LARGE }) {
                try (FtpProbe.DataProbe up = client.openData()) {
                    client.send("STOR file").expect("150");
                    up.send(content);
                }
                client.expect("226");
                try (FtpProbe.DataProbe down = client.openData()) {
                    client.send("RETR file").expect("150 /file (" + content.length + " bytes)");
                    assertThat(down.bytes()).isEqualTo(content);
                }
                client.expect("226");
            }
        }
        assertThat(home.toFile().list()).containsExactly("file");
    }

    @Test
    void a_client_may_connect_after_the_150_and_send_commands_while_it_waits() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            int port = client.askForDataPort();
            client.send("RETR file").expect("150").send("NOOP").expect("200");
            try (FtpProbe.DataProbe data = FtpProbe.DataProbe.connect("127.0.0.1", port)) {
                assertThat(data.text()).isEqualTo("content");
            }
            client.expect("226");
        }
    }

    @Test
    void lines_end_with_CR_LF_on_the_wire_in_type_A() throws Exception {
        try (FtpProbe client = logIn()) {
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR text").expect("150");
                up.send("one\r\ntwo\r").send("\nthree\rfour\r");
            }
            client.expect("226");
            assertThat(Files.readString(home.resolve("text"))).isEqualTo("one\ntwo\nthree\rfour\r");
            try (FtpProbe.DataProbe down = client.openData()) {
                client.send("RETR text").expect("150");
                assertThat(down.text()).isEqualTo("one\r\ntwo\r\nthree\rfour\r");
            }
            client.expect("226").send("REST 3").expect("350");
            client.askForDataPort();
            client.send("RETR text").expect("504");
        }
    }

    @Test
    void a_transfer_is_resumed_where_it_stopped_in_both_directions() throws Exception {
        Files.writeString(home.resolve("file"), "0123456789");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (FtpProbe.DataProbe down = client.openData()) {
                client.send("REST 4").expect("350").send("RETR file").expect("150");
                assertThat(down.text()).isEqualTo("456789");
            }
            client.expect("226").send("REST 8").expect("350");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("new end");
            }
            client.expect("226");
            assertThat(home.resolve("file")).hasContent("01234567new end");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("APPE file").expect("150");
                up.send(" and more");
            }
            client.expect("226");
            assertThat(home.resolve("file")).hasContent("01234567new end and more");
            client.send("REST 99").expect("350");
            client.askForDataPort();
            client.send("RETR file").expect("554").send("REST 99").expect("350").send("STOR file").expect("554").send("REST -1")
                    .expect("501").send("REST x").expect("501").send("REST +5").expect("501");
        }
    }

    @Test
    void an_upload_is_seen_when_it_is_whole_and_not_before() throws Exception {
        Files.writeString(home.resolve("file"), "old");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("new");
                until(() -> home.toFile().list().length == 2);
                assertThat(home.resolve("file")).hasContent("old");
            }
            client.expect("226");
            assertThat(home.resolve("file")).hasContent("new");
        }
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() throws Exception {
        Files.writeString(home.resolve("file"), "old");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            FtpProbe.DataProbe up = client.openData();
            client.send("STOR file").expect("150");
            up.send("new").reset();
            client.expect("426").send("NOOP").expect("200");
            assertThat(home.resolve("file")).hasContent("old");
            assertThat(home.toFile().list()).containsExactly("file");
        }
    }

    @Test
    void an_upload_whose_client_has_gone_leaves_nothing() throws Exception {
        FtpProbe client = logIn();
        client.send("TYPE I").expect("200");
        FtpProbe.DataProbe up = client.openData();
        client.send("STOR file").expect("150");
        up.send(LARGE);
        client.close();
        until(() -> home.toFile().list().length == 0 && sessions() == 0);
        up.close();
        assertThat(home.toFile().list()).isEmpty();
    }

    @Test
    void a_download_that_breaks_off_is_told_and_the_session_goes_on() throws Exception {
        Files.write(home.resolve("file"), LARGE);
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            FtpProbe.DataProbe down = client.openData();
            client.send("RETR file").expect("150");
            down.reset();
            client.expect("426").send("NOOP").expect("200");
        }
    }

    @Test
    void ABOR_stops_a_transfer_and_STAT_NOOP_and_QUIT_are_answered_during_it() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            FtpProbe.DataProbe up = client.openData();
            client.send("STOR file").expect("150");
            up.send("begin");
            client.send("NOOP").expect("200");
            assertThat(client.send("STAT").reply()).startsWith("211-").contains("A transfer is running");
            client.send("PWD").send("ABOR").expect("426").expect("226").expect("257");
            assertThat(home.toFile().list()).isEmpty();
            client.send("ABOR").expect("226");

            client.send("ABOR x").expect("501");
            try (FtpProbe.DataProbe second = client.openData()) {
                client.send("STOR file").expect("150").send("PWD").send("QUIT").send("DELE file").send("ABOR x").expect("501");
                client.send("NOOP").expect("200");
                second.send("all of it");
            }
            client.expect("226").expect("257").expect("221").expectEnd();
            assertThat(home.resolve("file")).hasContent("all of it");
        }
    }

    @Test
    void a_download_that_the_client_does_not_read_is_stopped_by_ABOR_and_by_the_end_of_the_connection() throws Exception {
        Files.write(home.resolve("file"), new byte[100 << 20]);
        FtpProbe client = logIn();
        client.send("TYPE I").expect("200");
        try (FtpProbe.DataProbe first = client.openData()) {
            client.send("RETR file").expect("150").send("ABOR").expect("426").expect("226").send("NOOP").expect("200");
            try (FtpProbe.DataProbe second = client.openData()) {
                client.send("RETR file").expect("150");
                client.close();
                until(() -> sessions() == 0);
                assertThat(second.bytes().length + first.bytes().length).isLessThan(100 << 20);
            }
        } catch (SocketException e) {
            // Cut with bytes in between: the system may tell it as a reset.
        }
    }

    @Test
    void nothing_is_cut_off_before_the_first_byte_comes() throws Exception {
        Files.writeString(home.resolve("file"), "0123456789");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200").send("REST 4").expect("350");
            client.askForDataPort();
            client.send("STOR file").expect("150").send("ABOR").expect("426").expect("226");
            assertThat(home.resolve("file")).hasContent("0123456789");
        }
    }

    @Test
    void two_clients_that_append_to_one_file_lose_nothing() throws Exception {
        try (FtpProbe one = logIn(); FtpProbe other = logIn()) {
            one.send("TYPE I").expect("200");
            other.send("TYPE I").expect("200");
            try (FtpProbe.DataProbe up = one.openData(); FtpProbe.DataProbe alsoUp = other.openData()) {
                one.send("APPE file").expect("150");
                other.send("APPE file").expect("150");
                for (int i = 0; i < 100; i++) {
                    up.send("a".repeat(1000));
                    alsoUp.send("b".repeat(1000));
                }
            }
            one.expect("226");
            other.expect("226");
        }
        assertThat(home.resolve("file")).hasSize(200_000);
    }

    @Test
    void a_directory_is_not_renamed_while_an_upload_goes_on_in_it() throws Exception {
        try (FtpProbe client = logIn(); FtpProbe other = logIn()) {
            client.send("MKD a").expect("257");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR a/file").expect("150");
                up.send("content");
                other.send("RNFR a").expect("350").send("RNTO b").expect("450");
            }
            client.expect("226");
            other.send("RNFR a").expect("350").send("RNTO b").expect("250").send("DELE b/file").expect("250")
                    .send("RMD b").expect("250");
        }
    }

    @Test
    void ABOR_may_come_with_the_Telnet_Synch_and_end_in_urgent_data() throws Exception {
        try (FtpProbe client = logIn()) {
            for (int i = 0; i < 50; i++) {
                FtpProbe.DataProbe up = client.openData();
                client.send("STOR file").expect("150");
                up.send("begin");
                client.sendRaw(new byte[] { (byte) 255, (byte) 244, (byte) 255 }).sendUrgent((byte) 242);
                client.sendRaw("ABOR\r").sendUrgent((byte) '\n');
                client.expect("426").expect("226").send("NOOP").expect("200");
                up.close();
            }
        }
    }

    @Test
    void without_PASV_or_without_a_client_it_is_425_and_the_session_goes_on() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            client.send("RETR file").expect("425").send("STOR new").expect("425").send("LIST").expect("425");
            client.askForDataPort();
            client.send("RETR file").expect("150").expect("425").send("NOOP").expect("200");
            client.askForDataPort();
            client.send("STOR new").expect("150").expect("425");
            assertThat(home.toFile().list()).containsExactly("file");
        }
    }

    @Test
    void who_connects_from_another_address_is_dropped_and_the_client_is_waited_for() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            int port = client.askForDataPort();
            try (FtpProbe.DataProbe thief = FtpProbe.DataProbe.connect("127.0.0.2", port)) {
                client.send("RETR file").expect("150");
                assertThat(thief.bytes()).isEmpty();
            }
            try (FtpProbe.DataProbe rightful = FtpProbe.DataProbe.connect("127.0.0.1", port)) {
                assertThat(rightful.text()).isEqualTo("content");
            }
            client.expect("226");
        }
    }

    @Test
    void EPSV_and_PASV_follow_RFC_2428() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("EPSV 1").expect("229 Entering Extended Passive Mode (|||")
                    .send("EPSV 2").expect("522 Network protocol not supported, use (1)").send("EPSV 3").expect("501")
                    .send("PASV").expect("227 Entering Passive Mode (127,0,0,1,")
                    .send("EPSV ALL").expect("200").send("PASV").expect("503").send("EPSV").expect("229");
        }
    }

    @Test
    void RETR_of_what_is_no_file_is_550() throws Exception {
        Files.createDirectory(home.resolve("directory"));
        try (FtpProbe client = logIn()) {
            client.askForDataPort();
            client.send("RETR directory").expect("550").send("RETR none").expect("550").send("STOR directory").expect("550")
                    .send("STOR none/file").expect("550");
        }
    }
}
