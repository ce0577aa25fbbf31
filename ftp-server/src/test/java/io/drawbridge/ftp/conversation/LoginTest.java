package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import io.drawbridge.database.AccountRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class LoginTest extends ConversationTest {

    @Test
    void the_right_password_lets_in() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230")
                    .send("PWD").expect("257 \"/\"");
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_told_the_same() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS wrong");
            String wrongPassword = client.reply();
            client.send("USER nobody").expect("331").send("PASS " + PASSWORD);
            assertThat(client.reply()).isEqualTo(wrongPassword).startsWith("530 ");
            client.send("USER " + account).expect("331").send("PASS").expect("530");
        }
    }

    @Test
    void after_five_wrong_passwords_the_connection_is_closed_with_421() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            for (int i = 0; i < 4; i++) {
                client.send("USER " + account).expect("331").send("PASS wrong").expect("530");
            }
            client.send("USER " + account).expect("331").send("PASS wrong").expect("421").expectEnd();
        }
    }

    @Test
    void an_account_that_is_switched_off_is_as_if_it_were_not_there() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> AccountRow.named(account).orElseThrow().enabled = false);
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
        }
    }

    @Test
    void a_password_that_was_right_counts_only_as_long_as_it_is_stored() throws Exception {
        logIn().close();
        logIn().close();
        sql("UPDATE account SET password_hash = '" + hash("another password") + "' WHERE name = '" + account + "'");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530")
                    .send("USER " + account).expect("331").send("PASS another password").expect("230");
        }
    }

    @Test
    void an_account_that_was_in_is_not_let_in_again_once_it_is_switched_off_or_deleted() throws Exception {
        logIn().close();
        sql("UPDATE account SET enabled = false WHERE name = '" + account + "'");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
            sql("UPDATE account SET enabled = true WHERE name = '" + account + "'");
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
        sql("DELETE FROM account WHERE name = '" + account + "'");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
        }
    }

    @Test
    void a_home_that_was_removed_is_made_again_at_the_next_login() throws Exception {
        logIn().close();
        Files.delete(home);
        try (FtpProbe client = logIn()) {
            assertThat(home).isDirectory();
            client.send("MKD sub").expect("257");
        }
        Files.delete(home.resolve("sub"));
        Files.delete(home);
        Files.writeString(home, "a file");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD)
                    .expect("530 Your home directory is not available");
        }
    }

    @Test
    void the_one_session_too_many_of_an_account_reads_421_at_its_password() throws Exception {
        limits(null, null, 2);
        try (FtpProbe first = logIn(); FtpProbe second = logIn(); FtpProbe third = connect()) {
            third.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Too many sessions of " + account + " (limit 2). Try again in 30 s. [R-").expectEnd();
            first.send("QUIT").expect("221");
            try (FtpProbe fourth = logIn()) {
                fourth.send("NOOP").expect("200");
            }
            second.send("NOOP").expect("200");
        }
    }

    @Test
    void commands_in_the_wrong_order_are_told_so() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("PASS early").expect("503").send("RETR file").expect("530");
        }
        try (FtpProbe client = logIn()) {
            client.send("USER other").expect("530").send("PASS again").expect("503");
        }
    }

    @Test
    void nothing_is_done_after_QUIT() throws Exception {
        Files.writeString(home.resolve("kept"), "");
        try (FtpProbe client = logIn()) {
            client.sendRaw("QUIT\r\nDELE kept\r\n").expect("221").expectEnd();
        }
        assertThat(home.resolve("kept")).exists();
    }
}
