package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;

/** Commands that are sent without waiting for the replies to those before. */
@QuarkusTest
class PipelineTest extends ConversationTest {
    private static final int TIMES = 2000;

    @Test
    void what_is_prompt_and_what_may_wait_is_answered_in_its_order() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            client.sendRaw("SIZE file\r\nNOOP\r\nPWD\r\nMLST file\r\nnonsense\r\n".repeat(100)).send("QUIT");
            for (int i = 0; i < 100; i++) {
                client.expect("213 7").expect("200").expect("257").expect("250-").expect("500");
            }
            client.expect("221").expectEnd();
        }
    }

    @Test
    void replies_that_the_client_does_not_read_yet_are_not_lost() throws Exception {
        try (FtpProbe client = logIn()) {
            // More than the system takes: the lines are held up until it reads.
            client.sendRaw("HELP\r\nNOOP\r\nSIZE none\r\n".repeat(TIMES)).send("QUIT");
            for (int i = 0; i < TIMES; i++) {
                client.expect("214-").expect("200").expect("550");
            }
            client.expect("221").expectEnd();
        }
    }

    @Test
    void a_transfer_is_answered_before_what_was_sent_behind_it() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            for (int i = 0; i < 20; i++) {
                try (DataProbe data = client.openData()) {
                    client.sendRaw("RETR file\r\nPWD\r\nSIZE file\r\nTYPE I\r\n");
                    client.expect("150").expect("226").expect("257").expect("213 7").expect("200");
                    assertThat(data.text()).isEqualTo("content");
                }
            }
        }
    }
}
