package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** What is heard while a command works that has no data connection. */
@QuarkusTest
class LongWorkTest extends ConversationTest {

    @ParameterizedTest
    @ValueSource(strings = { "HASH big", "XCRC big", "XMD5 big", "XSHA1 big", "XSHA256 \"big\" 0 1000000000000", "XSHA512 big",
            "COMB whole big small" })
    void ABOR_ends_it_with_451_and_is_answered_226(String command) throws Exception {
        bigAndSmall();
        try (FtpProbe client = logIn()) {
            client.send(command).send("ABOR").expect("451 Aborted, nothing is changed").expect("226 Abort successful")
                    .send("NOOP").expect("200");
        }
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("big", "small");
    }

    @Test
    void STAT_and_NOOP_are_answered_during_it_and_what_comes_next_afterwards() throws Exception {
        bigAndSmall();
        try (FtpProbe client = logIn()) {
            client.send("HASH big").send("PWD").send("NOOP").expect("200");
            assertThat(client.send("STAT").reply()).startsWith("211-").contains("A command is at work");
            client.send("ABOR x").expect("501").send("STAT small").expect("213-").send("nonsense").expect("500");
            client.send("ABOR").expect("451").expect("226").expect("257");
            assertThat(client.send("STAT").reply()).contains("No transfer is running");
            client.send("ABOR").expect("226 No transfer is running");
        }
    }

    @Test
    void what_was_said_before_the_client_closed_its_side_is_answered() throws Exception {
        bigAndSmall();
        try (FtpProbe client = logIn()) {
            client.send("HASH big").send("PWD").send("NOOP").expect("200").closeOutput();
            client.expect("451").expect("257").expectEnd();
        }
    }

    @Test
    void QUIT_ends_it() throws Exception {
        bigAndSmall();
        try (FtpProbe client = logIn()) {
            client.send("HASH big").send("QUIT").expect("451").expect("221").expectEnd();
        }
    }

    @Test
    void ABOR_ends_it_in_Thai_too() throws Exception {
        bigAndSmall();
        try (FtpProbe client = logIn()) {
            client.send("LANG th").expect("200").send("HASH big").send("ABOR").expect("451 ").expect("226");
        }
    }

    @Test
    void replies_come_in_the_order_of_commands_that_were_sent_at_once() throws Exception {
        bigAndSmall();
        try (FtpProbe client = logIn()) {
            client.sendRaw("HASH small\r\nNOOP\r\nXCRC small\r\nABOR\r\nHASH small\r\nQUIT\r\n");
            client.expect("213").expect("200").expect("250").expect("226").expect("213").expect("221").expectEnd();
        }
    }

    /** The big one is a file of holes: it takes no room, and longer to read than this test has. */
    private void bigAndSmall() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(home.resolve("big").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        Files.writeString(home.resolve("small"), "small");
    }
}
