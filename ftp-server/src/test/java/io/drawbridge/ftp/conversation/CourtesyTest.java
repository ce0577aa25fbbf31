package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** What clients say of themselves, and ask of the server as it is. */
@QuarkusTest
class CourtesyTest extends ConversationTest {

    @Test
    void ACCT_is_superfluous_and_SMNT_is_never_done() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("ACCT anything").expect("202").send("SMNT /elsewhere").expect("502").send("ALLO 5 R 3").expect("202");
        }
    }

    @Test
    void CLNT_and_CSID_are_for_anybody() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("CLNT lftp/4.9").expect("200").send("CSID Name=lftp; Version=4.9;")
                    .expect("200 Name=Drawbridge; CaseSensitive=1; DirSep=/;").send("CSID").expect("200");
        }
    }

    @Test
    void LANG_chooses_the_language_of_what_went_wrong() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("LANG th").expect("200").send("CWD none")
                    .expect("550 ใช้ไฟล์หรือไดเรกทอรีนี้ไม่ได้ เพราะไม่มีอยู่หรือคุณไม่มีสิทธิ์"
                            + " (none: no such file or directory)")
                    .send("PWD").expect("257 \"/\"")
                    .send("RETR none").expect("425 เปิดการเชื่อมต่อข้อมูลไม่ได้");
            assertThat(client.send("FEAT").reply()).contains("\n LANG EN;TH*\n");
            client.send("LANG en-GB").expect("200").send("CWD none").expect("550 none: no such").send("LANG TH-th")
                    .expect("200")
                    .send("LANG").expect("200").send("CWD none").expect("550 none: no such");
            client.send("LANG fr").expect("504").send("LANG english").expect("504");
        }
    }

    @Test
    void SITE_tells_what_it_knows() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("SITE HELP").reply()).startsWith("214-").contains(" CHMOD ", " UTIME ", " IDLE ", " WHO ");
            client.send("HELP SITE").expect("214 Syntax: SITE HELP").send("SITE NONSENSE").expect("504")
                    .send("SITE EXEC sh").expect("504");
        }
    }

    @Test
    void SITE_WHO_tells_of_the_sessions_of_the_same_account_alone() throws Exception {
        String stranger = newAccount();
        try (FtpProbe client = logIn(); FtpProbe second = logIn(); FtpProbe other = connect().logIn(stranger, PASSWORD)) {
            String reply = client.send("SITE WHO").reply();
            assertThat(reply).startsWith("211-Sessions of " + account).endsWith("\n211 End").hasLineCount(4)
                    .containsOnlyOnce("(this one)").doesNotContain(stranger);
            assertThat(other.send("SITE WHO").reply()).hasLineCount(3);
            second.send("QUIT").expect("221");
        }
    }

    @Test
    void SITE_IDLE_makes_the_server_less_patient_and_not_more() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("SITE IDLE").expect("200 Idle sessions end after 300 s; at most 300").send("SITE IDLE 0").expect("501")
                    .send("SITE IDLE 301").expect("501").send("SITE IDLE -5").expect("501").send("SITE IDLE 300").expect("200")
                    .send("SITE IDLE 2").expect("200").expect("421 Idle for 2 s").expectEnd();
        }
        until(() -> sessions() == 0);
    }
}
