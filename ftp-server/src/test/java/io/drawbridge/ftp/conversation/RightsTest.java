package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** What an account may do, from where, and until when. */
@QuarkusTest
class RightsTest extends ConversationTest {

    private void may(String permissions) {
        sql("UPDATE account SET permissions = '{" + permissions + "}' WHERE name = '" + account + "'");
    }

    private void inGroup(String settings) {
        sql("INSERT INTO account_group (name, permissions, allowed_networks) VALUES ('partners', " + settings + ")",
                "UPDATE account SET group_name = 'partners' WHERE name = '" + account + "'");
    }

    private static void refuses(FtpProbe client, String command, String permission) throws Exception {
        client.send(command).expect("550 " + command.split(" ")[0] + ": permission denied, this account may not " + permission);
    }

    @Test
    void who_may_only_read_changes_nothing() throws Exception {
        may("list,download");
        Files.writeString(home.resolve("file"), "12345");
        Files.createDirectory(home.resolve("folder"));
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200").send("SIZE file").expect("213 5").send("XCRC file").expect("250")
                    .send("CWD folder").expect("250").send("CWD /").expect("250").send("STAT").expect("211");
            try (FtpProbe.DataProbe data = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(data.text()).isEqualTo("12345");
                client.expect("226");
            }
            for (String upload : new String[] { "STOR new", "STOR file", "STOU", "APPE file", "MFMT 20260101000000 file",
                    "MFF Modify=20260101000000; file", "SITE CHMOD 600 file", "SITE utime 202601010000 file",
                    "COMB new file" }) {
                refuses(client, upload, "upload");
            }
            client.send("SITE IDLE").expect("200");
            refuses(client, "DELE file", "delete");
            refuses(client, "RMD folder", "delete");
            refuses(client, "RMDA folder", "delete");
            refuses(client, "RNFR file", "rename");
            refuses(client, "RNTO other", "rename");
            refuses(client, "MKD other", "make directories");
        }
        assertThat(home.resolve("file")).hasContent("12345");
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("file", "folder");
    }

    @Test
    void who_may_only_drop_files_sees_none_and_replaces_none() throws Exception {
        may("upload");
        Files.writeString(home.resolve("old"), "12345");
        try (FtpProbe client = logIn()) {
            for (String listing : new String[] { "LIST", "NLST", "MLSD", "MLST old", "SIZE old", "MDTM old", "STAT old" }) {
                refuses(client, listing, "list");
            }
            for (String reading : new String[] { "RETR old", "HASH old", "XMD5 old" }) {
                refuses(client, reading, "download");
            }
            try (FtpProbe.DataProbe data = client.openData()) {
                refuses(client, "STOR old", "overwrite");
                refuses(client, "APPE old", "overwrite");
                client.send("TYPE I").expect("200").send("REST 2").expect("350");
                refuses(client, "STOR old", "overwrite");
                client.send("REST 0").expect("350").send("STOR new").expect("150");
                data.send("abc").close();
                client.expect("226");
            }
            refuses(client, "STOR new", "overwrite");
            client.send("MFMT 20260101000000 new").expect("213");
        }
        assertThat(home.resolve("old")).hasContent("12345");
        assertThat(home.resolve("new")).hasContent("abc");
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void of_two_uploads_of_one_name_the_second_replaces_nothing_where_that_is_not_allowed() throws Exception {
        may("upload");
        try (FtpProbe first = logIn();
                FtpProbe second = logIn();
                FtpProbe.DataProbe slow = first.openData();
                FtpProbe.DataProbe fast = second.openData()) {
            first.send("STOR new").expect("150");
            second.send("STOR new").expect("150");
            fast.send("fast").close();
            second.expect("226");
            slow.send("slow").close();
            first.expect("550");
        }
        assertThat(home.resolve("new")).hasContent("fast");
        assertThat(home.toFile().list()).containsExactly("new");
    }

    @Test
    void a_name_that_is_taken_is_not_renamed_over_where_that_is_not_allowed() throws Exception {
        may("rename");
        Files.writeString(home.resolve("one"), "1");
        Files.writeString(home.resolve("two"), "2");
        try (FtpProbe client = logIn()) {
            client.send("RNFR one").expect("350");
            refuses(client, "RNTO two", "overwrite");
            client.send("RNTO three").expect("250");
        }
        assertThat(home.resolve("two")).hasContent("2");
        assertThat(home.resolve("three")).hasContent("1");
    }

    @Test
    void the_facts_tell_what_the_account_may_do() throws Exception {
        Files.writeString(home.resolve("file"), "12345");
        Files.createDirectory(home.resolve("folder"));
        try (FtpProbe client = logIn()) {
            tells(client, "list,download", "perm=r;", "perm=el;", "perm=el;");
            tells(client, "list,upload,make_directory", "perm=;", "perm=celm;", "perm=celm;");
            tells(client, "list,upload,overwrite,rename,delete", "perm=adfw;", "perm=cdeflp;", "perm=celp;");
        }
    }

    /** Of a file, a directory and the home; each time the session learns of the change. */
    private void tells(FtpProbe client, String permissions, String... perms) throws Exception {
        may(permissions);
        until(() -> perm(client, "file").equals(perms[0]));
        assertThat(perm(client, "folder")).isEqualTo(perms[1]);
        assertThat(perm(client, "/")).isEqualTo(perms[2]);
    }

    private static String perm(FtpProbe client, String path) {
        try {
            return client.send("MLST " + path).reply().replaceAll("(?s).*(perm=\\w*;).*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_account_may_what_its_group_may_unless_it_says_so_itself_and_those_inside_hear_of_it() throws Exception {
        inGroup("'{list}', NULL");
        try (FtpProbe client = logIn()) {
            client.send("STAT /").expect("213");
            refuses(client, "MKD one", "make directories");
            sql("UPDATE account_group SET permissions = NULL WHERE name = 'partners'");
            until(() -> client.ask("MKD one").startsWith("257"));
            sql("UPDATE account_group SET permissions = '{}' WHERE name = 'partners'");
            until(() -> client.ask("STAT /").startsWith("550"));
            may("list,make_directory");
            until(() -> client.ask("STAT /").startsWith("213"));
            client.send("MKD two").expect("257");
        }
    }

    @Test
    void an_account_that_has_expired_is_as_if_its_password_were_wrong_and_its_sessions_end() throws Exception {
        sql("UPDATE account SET expires_at = now() + interval '1 hour' WHERE name = '" + account + "'");
        try (FtpProbe inside = logIn(); FtpProbe late = connect()) {
            inside.send("NOOP").expect("200");
            sql("UPDATE account SET expires_at = now() WHERE name = '" + account + "'");
            late.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530 Login incorrect");
            inside.expect("421 Closed by the administrator").expectEnd();
        }
    }

    @Test
    void from_another_network_the_right_password_is_told_to_be_wrong() throws Exception {
        inGroup("NULL, '{127.0.0.2/32,2001:db8::/32}'");
        try (FtpProbe here = connectFrom("127.0.0.2"); FtpProbe elsewhere = connectFrom("127.0.0.3")) {
            here.logIn(account, PASSWORD);
            elsewhere.expect("220").send("USER " + account).expect("331").send("PASS wrong");
            String wrong = elsewhere.reply();
            elsewhere.send("USER " + account).expect("331").send("PASS " + PASSWORD);
            assertThat(elsewhere.reply()).isEqualTo(wrong).startsWith("530 ");
            sql("UPDATE account SET allowed_networks = '{127.0.0.0/30}' WHERE name = '" + account + "'");
            elsewhere.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
    }

    @Test
    void who_knows_the_password_does_not_guess() throws Exception {
        sql("DELETE FROM access_rule", "UPDATE account SET allowed_networks = '{192.0.2.0/24}' WHERE name = '" + account + "'");
        try (FtpProbe client = connectFrom("127.0.0.4")) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
            awaitBeat();
            assertThat(scored()).isZero();
            client.send("USER " + account).expect("331").send("PASS wrong").expect("530");
            until(() -> scored() == 1);
        }
    }

    private static long scored() {
        return QuarkusTransaction.requiringNew().call(() -> Panache.getSession()
                .createNativeQuery("SELECT count(*) FROM abuse WHERE score > 0", Long.class).getSingleResult());
    }

    @ParameterizedTest
    @ValueSource(strings = { "permissions = '{fly}'", "allowed_networks = '{}'" })
    void the_database_keeps_nothing_else(String setting) {
        assertThatThrownBy(() -> sql("UPDATE account SET " + setting))
                .isInstanceOf(RuntimeException.class);
    }
}
