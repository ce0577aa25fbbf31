package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;

/**
 * What other servers are known to do in ways of their own, and what the RFCs have in its place. Seen on the wire, or read in
 * their
 * sources: vsftpd 3.0.3 (of its source an older version, postlogin.c), ProFTPD 1.3.8, Pure-FTPd 1.0.50, pyftpdlib 2.2, Apache
 * FtpServer 1.2, SFTPGo 2.7 with ftpserverlib 0.32, FileZilla Server 1.9.
 */
@QuarkusTest
class QuirksTest extends ConversationTest {

    /**
     * A conversation after the login, in which "file" has ten bytes and "empty" is a directory: commands and how they are
     * answered.
     */
    private static Arguments quirk(String ofOthers, String... commandsAndReplies) {
        return argumentSet(ofOthers, (Object) commandsAndReplies);
    }

    static Stream<Arguments> quirks() {
        return Stream.of(
                // RFC 959 §4.2: 500 is for commands that are not known, 502 for those that are and are not done, 504 for parameters.
                quirk("ProFTPD and vsftpd know REIN and do not do it", "REIN", "220 "),
                quirk("vsftpd and Pure-FTPd have stubs for ACCT and SMNT", "ACCT a", "202 ", "SMNT /", "502 "),
                quirk("SFTPGo has no STRU", "STRU F", "200 ", "STRU R", "504 ", "STRU P", "504 ", "STRU X", "504 "),
                quirk("Apache FtpServer has no ALLO", "ALLO 100", "202 ", "ALLO 100 R 10", "202 "),
                quirk("SFTPGo has no HELP, vsftpd knows no command in it", "HELP RETR", "214 ", "HELP NONE", "504 "),
                quirk("Apache FtpServer has none of the X commands that RFC 1123 §4.1.3.1 asks for", "XMKD d", "257 ", "XCWD d",
                        "250 ", "XPWD", "257 \"/d\"", "XCUP", "250 ", "XRMD d", "250 "),
                quirk("vsftpd answers 500 to a TYPE that it has not", "TYPE E", "504 ", "TYPE L 7", "504 ", "TYPE A C", "504 ",
                        "TYPE I", "200 ", "TYPE L 8", "200 ", "TYPE A N", "200 "),
                quirk("only ProFTPD and Apache FtpServer have a mode besides S", "MODE B", "504 ", "MODE C", "504 ", "MODE Z",
                        "200 ", "MODE S", "200 "),
                quirk("pyftpdlib answers 501 to OPTS UTF8 ON, with which clients begin", "OPTS UTF8 ON", "200 ", "opts utf8 on",
                        "200 ", "OPTS UTF-8 ON", "200 ", "OPTS UTF8", "200 "),
                quirk("Pure-FTPd has PRET, with which two servers are connected", "PRET RETR file", "500 "),
                quirk("a command that nobody knows is 500, and one that is never done 502", "NONSENSE", "500 ", "MFCT 1 file",
                        "502 ", "LPSV", "502 "),

                // RFC 959 §4.1.3 and RFC 3659.
                quirk("vsftpd remembers RNFR whatever comes between", "RNFR file", "350 ", "PWD", "257 ", "RNTO other", "503 "),
                quirk("RNTO without RNFR is out of order", "RNTO other", "503 "),
                quirk("vsftpd tells SIZE without regard to TYPE, and so does Apache FtpServer", "TYPE A", "200 ", "SIZE file",
                        "550 ", "TYPE I", "200 ", "SIZE file", "213 10", "SIZE empty", "550 "),
                quirk("vsftpd sets the time by MDTM", "MDTM 20200101000000 file", "501 "),
                quirk("vsftpd takes any REST, and what is not a number for 0", "REST -5", "501 ", "REST x", "501 ", "REST 99",
                        "350 "),
                quirk("vsftpd seeks behind the end of the file, and sends nothing or makes a hole", "TYPE I", "200 ", "EPSV",
                        "229 ", "REST 11", "350 ", "RETR file", "554 ", "EPSV", "229 ", "REST 11", "350 ", "STOR file", "554 ",
                        "SIZE file", "213 10"),
                quirk("vsftpd answers 550 to REST in TYPE A", "TYPE A", "200 ", "EPSV", "229 ", "REST 5", "350 ", "RETR file",
                        "504 "),
                quirk("vsftpd and pyftpdlib answer 225 to ABOR when there is nothing to abort", "ABOR", "226 ", "EPSV", "229 ",
                        "ABOR", "226 "),
                quirk("vsftpd sends 150 and 226 for a directory that it cannot open", "EPSV", "229 ", "LIST none", "550 ",
                        "NLST none",
                        "550 ", "MLSD none", "550 ", "MLSD file", "501 "),
                quirk("a path after STAT is listed over the control connection", "STAT file", "213-", "STAT none", "550 "),
                quirk("shells and some servers take ~ for a home: here it is a name", "CWD ~", "550 ", "CWD ~root", "550 ",
                        "MKD ~",
                        "257 \"/~\"", "CWD ~", "250 ", "PWD", "257 \"/~\""),
                quirk("a directory with quotes in its name has them doubled", "MKD say \"hi\"", "257 \"/say \"\"hi\"\"\""),

                // RFC 2428 and RFC 2577.
                quirk("after EPSV ALL nothing but EPSV may be asked for", "EPSV ALL", "200 ", "PASV", "503 ",
                        "PORT 127,0,0,1,9,9",
                        "503 ", "EPRT |1|127.0.0.1|2313|", "503 ", "EPSV", "229 "),
                quirk("vsftpd answers 500 to a PORT that is none, and to one to somebody else", "PORT 1,2,3", "501 ",
                        "PORT 127,0,0,256,9,9", "501 ", "PORT 127,0,0,9,9,9", "504 ", "PORT 127,0,0,1,0,25", "504 "),
                quirk("EPSV and EPRT name the protocol that is to be used", "EPSV 2", "522 ", "EPRT |2|::1|2313|", "522 "),

                // RFC 2389, RFC 2640, RFC 7151.
                quirk("SFTPGo, vsftpd, Pure-FTPd, pyftpdlib and FileZilla have no LANG", "LANG th", "200 ", "LANG xx", "504 ",
                        "LANG", "200 "),
                quirk("only ProFTPD has HOST", "HOST none.example", "503 ", "REIN", "220 ", "HOST none.example", "504 "),
                quirk("vsftpd has no MLST", "MLST file", "250-"));
    }

    @ParameterizedTest
    @MethodSource("quirks")
    void is_answered_as_the_RFC_says(String[] commandsAndReplies) throws Exception {
        Files.writeString(home.resolve("file"), "0123456789");
        Files.createDirectory(home.resolve("empty"));
        try (FtpProbe client = logIn()) {
            for (int i = 0; i < commandsAndReplies.length; i += 2) {
                String reply = client.send(commandsAndReplies[i]).reply();
                assertThat(reply).as(commandsAndReplies[i]).startsWith(commandsAndReplies[i + 1]);
            }
        }
        assertThat(home.resolve("file")).hasContent("0123456789");
    }

    /**
     * Apache FtpServer, SFTPGo, vsftpd, pyftpdlib and FileZilla Server tell nothing of it, SFTPGo and Apache not even of TVFS.
     */
    @Test
    void FEAT_tells_what_there_is() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("FEAT").reply().lines().map(String::strip)).contains("TVFS", "UTF8", "HOST", "MFMT",
                    "REST STREAM", "RANG STREAM", "AVBL", "CSID", "MODE Z");
        }
    }

    /** ProFTPD answers 450 where nothing matches, which a client cannot tell from an error. */
    @Test
    void a_directory_without_entries_is_listed_as_nothing() throws Exception {
        try (FtpProbe client = logIn()) {
            for (String command : List.of("NLST", "LIST", "MLSD", "NLST *.none", "LIST -la")) {
                try (FtpProbe.DataProbe data = client.openData()) {
                    client.send(command).expect("150");
                    assertThat(data.text()).isEmpty();
                }
                client.expect("226");
            }
        }
    }

    /** vsftpd says yes to TYPE A and sends the bytes as they are, unless it is told otherwise in its settings. */
    @Test
    void lines_are_converted_in_TYPE_A() throws Exception {
        Files.writeString(home.resolve("lines"), "one\ntwo\n");
        try (FtpProbe client = logIn(); FtpProbe.DataProbe data = client.send("TYPE A").expect("200").openData()) {
            client.send("RETR lines").expect("150");
            assertThat(data.text()).isEqualTo("one\r\ntwo\r\n");
            client.expect("226");
        }
    }

    /** As vsftpd has it: clients ask again when they could not connect, and mean the port that they were told last. */
    @Test
    void the_second_PASV_takes_the_place_of_the_first() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn()) {
            client.askForDataPort();
            try (FtpProbe.DataProbe data = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(data.text()).isEqualTo("content");
            }
            client.expect("226").send("RETR file").expect("425");
        }
    }

    /** Apache FtpServer moves data on the thread that would have to hear ABOR. */
    @Test
    void ABOR_is_heard_while_data_is_on_its_way() throws Exception {
        try (FtpProbe client = logIn(); FtpProbe.DataProbe data = client.openData()) {
            client.send("STOR file").expect("150");
            data.send("half");
            client.send("ABOR").expect("426").expect("226");
        }
        assertThat(home.resolve("file")).doesNotExist();
    }

    /** pyftpdlib counts its listener and data connections, too: of three it lets in two. */
    @Test
    void as_many_come_in_as_the_limit_says_whatever_else_is_open() throws Exception {
        limits(3, null, null);
        try (FtpProbe first = logIn(); FtpProbe second = logIn()) {
            try (FtpProbe.DataProbe data = first.openData(); FtpProbe third = connect()) {
                third.expect("220");
                try (FtpProbe fourth = connect()) {
                    fourth.expect("421 ").expectEnd();
                }
                first.send("STOR file").expect("150");
                data.send("content");
            }
            first.expect("226");
            second.send("NOOP").expect("200");
        }
    }

    /** ProFTPD counts each newcomer with those inside: of thirty who come for five places it has let in four. */
    @Test
    void of_thirty_who_log_in_at_once_exactly_as_many_come_in_as_the_limit_says() throws Exception {
        limits(null, null, 5);
        List<FtpProbe> clients = new ArrayList<>();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) {
                clients.add(connect().expect("220").send("USER " + account).expect("331"));
            }
            Stream<Callable<String>> logins = clients.stream().map(client -> () -> client.send("PASS " + PASSWORD).reply());
            List<String> replies = new ArrayList<>();
            for (Future<String> reply : all.invokeAll(logins.toList())) {
                replies.add(reply.get().substring(0, 4));
            }
            assertThat(replies).filteredOn("230 "::equals).hasSize(5);
            assertThat(replies).filteredOn("421 "::equals).hasSize(25);
        } finally {
            for (FtpProbe client : clients) {
                client.close();
            }
        }
    }

    /**
     * Who sends before it has read the greeting gets a reset from Pure-FTPd, pyftpdlib and ProFTPD, and may never read why.
     * ProFTPD
     * closes without a word when it has too many processes or connections a second, and says 530 for too many of one host;
     * SFTPGo
     * says 500 to all of these.
     */
    @Test
    void who_is_refused_reads_421_and_no_reset_also_when_it_has_sent_before() throws Exception {
        limits(1, null, null);
        try (FtpProbe inside = logIn()) {
            for (int i = 0; i < 20; i++) {
                try (FtpProbe eager = connect()) {
                    eager.send("USER " + account).send("PASS " + PASSWORD).send("NOOP").expect("421 ").expectEnd();
                }
                try (FtpProbe quiet = connect()) {
                    quiet.expect("421 ").expectEnd();
                }
            }
            inside.send("NOOP").expect("200");
        }
        limits(null, 1, null);
        try (FtpProbe inside = logIn(); FtpProbe sameAddress = connect()) {
            sameAddress.expect("421 ").expectEnd();
            inside.send("NOOP").expect("200");
        }
    }

    /**
     * Apache FtpServer and FileZilla Server say 421 after PASS and go on listening; ProFTPD and SFTPGo say 530, which is for
     * ever.
     */
    @Test
    void at_the_limit_of_its_account_a_client_reads_421_and_the_end() throws Exception {
        limits(null, null, 1);
        try (FtpProbe inside = logIn(); FtpProbe other = connect()) {
            other.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("421 ").expectEnd();
            inside.send("NOOP").expect("200");
        }
    }

    /**
     * ProFTPD greets the first client after ftpshut with 220 and the next with 500; SFTPGo says 500, FileZilla's API 220 and
     * closes.
     */
    @Test
    void from_its_first_moment_a_maintenance_is_421() throws Exception {
        maintenance(true, "New disks", null);
        for (int i = 0; i < 3; i++) {
            try (FtpProbe client = connect()) {
                client.expect("421 Closed for maintenance: New disks").expectEnd();
            }
        }
    }

    /** vsftpd closes without a word after too many wrong passwords, ProFTPD, SFTPGo and pyftpdlib after a 530. */
    @Test
    void the_last_of_too_many_wrong_passwords_is_421() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            for (int i = 1; i < 5; i++) {
                client.send("USER " + account).expect("331").send("PASS wrong").expect("530");
            }
            client.send("USER " + account).expect("331").send("PASS wrong").expect("421 Too many failed logins").expectEnd();
        }
    }

    /** Pure-FTPd tells newcomers how many are inside, and of how many; ProFTPD and vsftpd what they are. */
    @Test
    void the_greeting_tells_neither_the_limits_nor_a_version() throws Exception {
        limits(7, null, null);
        try (FtpProbe client = connect()) {
            assertThat(client.reply()).isEqualTo("220 Drawbridge ready.");
        }
    }

    /** vsftpd drops the first four bytes of what comes with urgent data, whatever they are. */
    @Test
    void urgent_data_takes_nothing_away_from_a_command() throws Exception {
        try (FtpProbe client = logIn(); FtpProbe.DataProbe data = client.openData()) {
            client.send("STOR file").expect("150").sendRaw("ABOR\r").sendUrgent((byte) '\n').expect("426").expect("226");
            client.sendRaw("NOO").sendUrgent((byte) 'P').sendRaw("\r\n").expect("200");
            assertThat(data.text()).isEmpty();
        }
    }
}
