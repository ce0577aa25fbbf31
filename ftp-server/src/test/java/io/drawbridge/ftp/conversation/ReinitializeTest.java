package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ReinitializeTest extends ConversationTest {

    @Test
    void REIN_makes_all_as_it_was_after_the_greeting() throws Exception {
        Files.createDirectory(home.resolve("sub"));
        try (FtpProbe client = logIn()) {
            client.send("CWD sub").expect("250").send("TYPE I").expect("200").send("EPSV ALL").expect("200")
                    .send("OPTS MLST type;").expect("200").send("OPTS HASH MD5").expect("200").send("LANG th").expect("200")
                    .send("REIN").expect("220")
                    .send("PWD").expect("530 Log in").send("PASS " + PASSWORD).expect("503");
            assertThat(client.send("FEAT").reply()).contains(" MLST type*;size*;modify*;", " HASH SHA-256*;", " LANG EN*;");
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230")
                    .send("PWD").expect("257 \"/\"").send("STAT").expect("211").send("PASV").expect("227");
        }
    }

    @Test
    void REIN_gives_the_place_of_the_account_back_and_keeps_that_of_the_session() throws Exception {
        limits(null, null, 1);
        try (FtpProbe first = logIn(); FtpProbe second = connect()) {
            second.expect("220");
            first.send("REIN").expect("220");
            assertThat(sessions()).isEqualTo(2);
            second.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
            first.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("421 Too many sessions of " + account)
                    .expectEnd();
            second.send("REIN").expect("220").send("USER " + newAccount()).expect("331").send("PASS " + PASSWORD).expect("230");
        }
    }

    @Test
    void REIN_gives_the_place_of_the_host_back() throws Exception {
        sql("INSERT INTO virtual_host (name) VALUES ('one.example')", "INSERT INTO virtual_host (name) VALUES ('two.example')");
        try (FtpProbe client = connect()) {
            client.expect("220").send("HOST one.example").expect("220").send("USER " + account).expect("331")
                    .send("HOST two.example").expect("503").send("REIN").expect("220").send("HOST two.example").expect("220");
        }
    }

    @Test
    void a_reserved_place_is_not_passed_on_by_REIN() throws Exception {
        String operator = newAccount();
        limits(1, null, null);
        sql("INSERT INTO reserve (name, sessions, accounts, changed_by, changed_at)"
                + " VALUES ('operators', 1, '{%s}', 'test', now())".formatted(operator));
        try (FtpProbe client = connect().logIn(operator, PASSWORD)) {
            client.send("REIN").expect("220").send("USER " + operator).expect("331").send("PASS " + PASSWORD).expect("230")
                    .send("REIN").expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Too many sessions (limit 1)");
        }
    }

    @Test
    void failed_logins_are_counted_across_REIN() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            for (int i = 0; i < 4; i++) {
                client.send("USER " + account).expect("331").send("PASS wrong").expect("530").send("REIN").expect("220");
            }
            client.send("USER " + account).expect("331").send("PASS wrong").expect("421").expectEnd();
        }
    }

    @Test
    void REIN_lets_a_transfer_end_first() throws Exception {
        try (FtpProbe client = logIn(); FtpProbe.DataProbe up = client.openData()) {
            client.send("STOR file").expect("150").send("REIN");
            up.send("content").close();
            client.expect("226").expect("220").send("PWD").expect("530");
        }
        assertThat(home.resolve("file")).hasContent("content");
    }
}
