package io.drawbridge.it.clients;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.net.PrintCommandListener;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.util.TrustManagerUtils;

record CommonsNet() implements RealClient {
    /** What stands between these lines is shown on docs/clients.md. */
    private static final String FIRST_SHOWN = "    // shown from here";
    private static final String LAST_SHOWN = "    // to here";
    private static final Duration MAX_SILENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "Apache Commons Net";
    }

    @Override
    public String version() {
        return FTPClient.class.getPackage().getImplementationVersion();
    }

    @Override
    public boolean can(Way way) {
        return true;
    }

    @Override
    public boolean can(Task task) {
        return !(task instanceof Task.MirrorUp || task instanceof Task.MirrorDown);
    }

    @Override
    public String note() {
        return "A library for Java. Names are sent in ISO 8859-1 unless it is told to send them in UTF-8.";
    }

    @Override
    public String manual() {
        Path source = Path.of("src/test/java", CommonsNet.class.getName().replace('.', '/') + ".java");
        try (Stream<String> lines = Files.lines(source)) {
            return lines.dropWhile(line -> !line.equals(FIRST_SHOWN)).skip(1).takeWhile(line -> !line.equals(LAST_SHOWN))
                    .map(line -> line.replaceFirst("^ {4}", "")).collect(Collectors.joining("\n", "```java\n", "\n```\n"));
        } catch (IOException e) {
            throw new IllegalStateException(source + " cannot be read", e);
        }
    }

    @Override
    public String run(Task task, Login login, Path folder) throws IOException {
        StringWriter said = new StringWriter();
        FTPClient ftp = client(login.way());
        ftp.addProtocolCommandListener(new PrintCommandListener(new PrintWriter(said, true), true));
        ftp.setDefaultTimeout((int) MAX_SILENCE.toMillis());
        ftp.setDataTimeout(MAX_SILENCE);
        try {
            connect(ftp, login);
            said.append(run(task, ftp));
            ftp.logout();
        } catch (IOException | AssertionError e) {
            throw new AssertionError(task + " by " + name() + ", which has written:\n" + said, e);
        } finally {
            ftp.disconnect();
        }
        return said.toString();
    }

    // shown from here
    private static FTPClient client(Way way) {
        return switch (way.security()) {
            case PLAIN -> new FTPClient();
            case EXPLICIT -> tls(new FTPSClient(false));
            case IMPLICIT -> tls(new FTPSClient(true));
        };
    }

    /** Takes any certificate; leave it out where yours is signed by an authority. */
    private static FTPClient tls(FTPSClient ftp) {
        ftp.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
        return ftp;
    }

    private static void connect(FTPClient ftp, Login login) throws IOException {
        ftp.setControlEncoding(StandardCharsets.UTF_8.name());
        ftp.connect(login.host(), login.port());
        check(FTPReply.isPositiveCompletion(ftp.getReplyCode()), ftp);
        check(ftp.login(login.account(), login.password()), ftp);
        check(ftp.setFileType(FTP.BINARY_FILE_TYPE), ftp);
        if (ftp instanceof FTPSClient tls) {
            tls.execPBSZ(0);
            tls.execPROT("P");
        }
        switch (login.way().mode()) {
            case PASSIVE -> ftp.enterLocalPassiveMode();
            case ACTIVE -> ftp.enterLocalActiveMode();
        }
    }

    private static String run(Task task, FTPClient ftp) throws IOException {
        switch (task) {
            case Task.Upload(var file, var name) -> store(ftp, file, name, 0);
            case Task.Download(var name, var file) -> retrieve(ftp, name, file);
            case Task.Listing() -> {
                return String.join("\n", ftp.listNames());
            }
            case Task.ResumeUpload(var file, var name, var from) -> store(ftp, file, name, from);
            case Task.ResumeDownload(var name, var file) -> retrieve(ftp, name, file);
            case Task.Rename(var from, var to) -> check(ftp.rename(from, to), ftp);
            case Task.Delete(var name) -> check(ftp.deleteFile(name), ftp);
            case Task.MirrorUp(var folder, var name) -> throw new UnsupportedOperationException();
            case Task.MirrorDown(var name, var folder) -> throw new UnsupportedOperationException();
        }
        return "";
    }

    private static void store(FTPClient ftp, Path file, String name, long from) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            ftp.setRestartOffset(from);
            check(ftp.storeFile(name, in), ftp);
        }
    }

    private static void retrieve(FTPClient ftp, String name, Path file) throws IOException {
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            ftp.setRestartOffset(Files.size(file));
            check(ftp.retrieveFile(name, out), ftp);
        }
    }

    private static void check(boolean good, FTPClient ftp) throws IOException {
        if (!good) {
            throw new IOException(ftp.getReplyString());
        }
    }
    // to here
}
