package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients to which the server connects. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class ActiveClientsIT {
    private static final String NAME = "a file.bin";

    @TempDir
    private static Path dataDir;
    private static DrawbridgeProcess drawbridge;
    private static Api api;
    private static int port;
    private static int homes;
    private static ServerSocket held;

    @TempDir
    private Path here;
    private Path file;
    private Path home;
    private Path back;

    @BeforeAll
    static void start() throws Exception {
        // Nobody can fall back to passive mode.
        held = new ServerSocket(0);
        drawbridge = Launch.standalone(dataDir).with("DRAWBRIDGE_FTP_HOST", "::")
                .with("DRAWBRIDGE_FTP_PASSIVE_PORTS", Integer.toString(held.getLocalPort())).start().awaitUp();
        api = Api.of(drawbridge);
        port = drawbridge.ftpPort();
        api.makeAccount(RealClient.ACCOUNT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (drawbridge != null) {
            drawbridge.close();
            held.close();
        }
    }

    @BeforeEach
    void a_home_for_each_test_and_a_file() throws Exception {
        api.awaitTotal(0);
        String name = "home-" + ++homes;
        api.giveHome(RealClient.ACCOUNT, name);
        home = dataDir.resolve("homes").resolve(name);
        file = Content.write(here.resolve(NAME), 3 * Content.MIB + 1);
        back = here.resolve("back");
    }

    private void assertWent() throws IOException {
        assertThat(Content.sha256(home.resolve(NAME))).isEqualTo(Content.sha256(file));
    }

    private void assertCameBack() throws IOException {
        assertThat(Content.sha256(back)).isEqualTo(Content.sha256(file));
    }

    @Test
    void curl() throws Exception {
        String url = RealClient.url(port, NAME);
        assertThat(RealClient.curl("-v", "-P", "-", "-T", file.toString(), url).run()).contains("> EPRT |1|127.0.0.1|");
        assertWent();
        RealClient.curl("-P", "-", "--disable-eprt", "-o", back.toString(), url).run();
        assertCameBack();
        assertThat(RealClient.curl("-P", "-", RealClient.url(port, "")).run()).contains(NAME);
    }

    @Test
    void curl_over_IPv6() throws Exception {
        Assumptions.assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "no IPv6 here");
        String url = RealClient.url(port, NAME).replace(FtpProbe.LOCALHOST, "[::1]");
        assertThat(RealClient.curl("-v", "-P", "-", "-T", file.toString(), url).run()).contains("> EPRT |2|::1|");
        assertWent();
        RealClient.curl("-P", "-", "-o", back.toString(), url).run();
        assertCameBack();
    }

    @Test
    void lftp() throws Exception {
        RealClient.lftp(port, "set ftp:passive-mode off; put \"" + file + "\"; get \"" + NAME + "\" -o \"" + back + "\"").run();
        assertWent();
        assertCameBack();
        assertThat(RealClient.lftp(port, "set ftp:passive-mode off; cls -1").run()).contains(NAME);
    }

    @Test
    void ncftp() throws Exception {
        String[] access = { "-E", "-u", RealClient.ACCOUNT, "-p", Api.passwordOf(RealClient.ACCOUNT), "-P",
                Integer.toString(port) };
        CommandLine.of("ncftpput", access).and(FtpProbe.LOCALHOST).and("/").and(file.toString()).run();
        assertWent();
        Path folder = Files.createDirectories(here.resolve("folder"));
        CommandLine.of("ncftpget", access).and(FtpProbe.LOCALHOST).and(folder.toString()).and(NAME).run();
        Files.move(folder.resolve(NAME), back);
        assertCameBack();
    }

    @Test
    void python_ftplib() throws Exception {
        String script = """
                import ftplib, sys
                ftp = ftplib.FTP(timeout=60)
                ftp.connect('127.0.0.1', int(sys.argv[1]))
                ftp.login(sys.argv[2], sys.argv[3])
                ftp.set_pasv(False)
                with open(sys.argv[4], 'rb') as f: ftp.storbinary('STOR ' + sys.argv[5], f)
                with open(sys.argv[6], 'wb') as f: ftp.retrbinary('RETR ' + sys.argv[5], f.write)
                print(ftp.nlst())
                ftp.quit()
                """;
        assertThat(CommandLine.of("python3", "-c", script, Integer.toString(port), RealClient.ACCOUNT,
                Api.passwordOf(RealClient.ACCOUNT), file.toString(), NAME, back.toString()).run()).contains(NAME);
        assertWent();
        assertCameBack();
    }

    @Test
    void wget() throws Exception {
        RealClient.curl("-P", "-", "-T", file.toString(), RealClient.url(port, NAME)).run();
        CommandLine.of("wget", "--no-passive-ftp", "--tries=1", "--timeout=60", "--user=" + RealClient.ACCOUNT,
                "--password=" + Api.passwordOf(RealClient.ACCOUNT), "-O", back.toString(), RealClient.url(port, NAME)).run();
        assertCameBack();
    }
}
