package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.protocol.Verb;
import io.quarkus.test.junit.QuarkusTest;

/** What the verb table says holds for every verb. */
@QuarkusTest
class VerbTableTest extends ConversationTest {

    @Test
    void verbs_for_those_logged_in_are_answered_530_before_the_login() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            for (Verb verb : Verb.values()) {
                if (verb.access() == Verb.Access.LOGGED_IN) {
                    client.send(verb + " x").expect("530");
                }
            }
        }
    }

    @Test
    void verbs_that_need_an_argument_are_answered_501_without_one() throws Exception {
        try (FtpProbe client = logIn()) {
            for (Verb verb : Verb.values()) {
                if (verb.argument() == Verb.Argument.REQUIRED) {
                    client.send(verb.name()).expect("501");
                }
            }
        }
    }

    @Test
    void verbs_that_take_no_argument_are_answered_501_with_one() throws Exception {
        try (FtpProbe client = logIn()) {
            for (Verb verb : Verb.values()) {
                if (verb.argument() == Verb.Argument.NONE) {
                    client.send(verb + " x").expect("501");
                }
            }
        }
    }

    @Test
    void verbs_are_known_in_any_case_and_HELP_tells_of_each() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            for (Verb verb : Verb.values()) {
                client.send("help " + verb.name().toLowerCase(java.util.Locale.ROOT)).expect("214 Syntax: " + verb);
            }
            client.send("help nonsense").expect("504").send("nonsense").expect("500");
            assertThat(client.send("HELP").reply()).contains("RETR", "EPSV");
        }
    }

    @Test
    void verbs_that_are_known_and_never_done_are_answered_502_by_anybody_with_and_without_argument() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            for (Verb verb : Verb.values()) {
                if (!verb.isOffered()) {
                    client.send(verb.name()).expect("502 " + verb).send(verb + " x").expect("502 " + verb)
                            .send("HELP " + verb).expect("214 Syntax: " + verb);
                }
            }
            assertThat(client.send("HELP").reply()).contains(" SMNT* ", " MIC* ", " RETR ").doesNotContain("RETR*");
        }
    }

    @Test
    void FEAT_lists_the_extensions() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("FEAT").reply().split("\n")).contains(" EPSV", " MDTM", " REST STREAM", " SIZE", " TVFS",
                    " UTF8", " MLST type*;size*;modify*;perm*;unique*;UNIX.mode*;", " MFMT", " MFF Modify;UNIX.mode;",
                    " RANG STREAM",
                    " HASH SHA-256*;SHA-512;SHA-1;MD5;CRC32", " LANG EN*;TH", " AVBL", " COMB", " RMDA", " CSID", " CLNT",
                    " XCRC", " XMD5", " XSHA1", " XSHA256", " XSHA512").endsWith("211 End");
            client.send("OPTS MLST size;type;nonsense;").expect("200 MLST OPTS type;size;");
            assertThat(client.send("FEAT").reply()).contains("\n MLST type*;size*;modify;perm;unique;UNIX.mode;\n");
            client.send("OPTS UTF8 ON").expect("200").send("OPTS UTF8 OFF").expect("504").send("OPTS X").expect("501");
        }
    }

    @Test
    void lines_may_come_in_pieces_or_many_at_once_and_end_with_LF_alone() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").sendRaw("NO").sendRaw("OP\r").sendRaw("\nNOOP\nSYST\r\nNOOP\r\n");
            client.expect("200").expect("200").expect("215").expect("200");
            client.sendRaw("NOOP\r\n".repeat(5000));
            for (int i = 0; i < 5000; i++) {
                client.expect("200");
            }
        }
    }

    @Test
    void what_is_no_line_of_text_is_refused_and_the_session_goes_on() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("NOOP " + "x".repeat(5000)).expect("500 Line too long")
                    .sendRaw("NO\0OP\r\n").expect("501")
                    .sendRaw(new byte[] { 'C', 'W', 'D', ' ', (byte) 0xc3, '\r', '\n' }).expect("501")
                    .sendRaw(new byte[] { (byte) 255, (byte) 244, (byte) 255, (byte) 242, 'N', 'O', 'O', 'P', '\r', '\n' })
                    .expect("200");
        }
    }
}
