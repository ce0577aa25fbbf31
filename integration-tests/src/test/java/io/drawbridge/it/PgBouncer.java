package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;

/** A real pgbouncer in transaction mode, set up as docs/operations.md says. */
final class PgBouncer implements AutoCloseable {
    private static final Duration MAX_START = Duration.ofSeconds(30);
    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final String HOST = "127.0.0.1";

    private final CommandLine command;
    private final Path log;
    private final int port;
    private Process process;

    private PgBouncer(CommandLine command, Path log, int port) {
        this.command = command;
        this.log = log;
        this.port = port;
    }

    /**
     * In front of the database named drawbridge.
     *
     * @param folder to which it may have no access otherwise
     */
    static PgBouncer start(Database database, Path folder) throws Exception {
        Path settings = folder.resolve("pgbouncer.ini");
        CommandLine command = isRoot()
                // It refuses to run as root.
                ? CommandLine.of("pgbouncer").by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                : CommandLine.of("pgbouncer");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = Files.writeString(folder.resolve("userlist.txt"), "\"pgbouncer\" \"password-of-pgbouncer\"\n");
        int port = freePort();
        URI server = URI.create(database.jdbcUrl("drawbridge").substring("jdbc:".length()));
        Files.writeString(settings, block("ini")
                .replace("host=db.example port=5432", "host=" + server.getHost() + " port=" + server.getPort())
                .replace("listen_addr = *", "listen_addr = " + HOST)
                .replace("listen_port = 6432", "listen_port = " + port)
                .replace("/etc/pgbouncer/userlist.txt", users.toString())
                // Debian's would have a socket in a folder of its own.
                + "unix_socket_dir =\n");
        database.executeIn("drawbridge", block("sql"));
        PgBouncer pgBouncer = new PgBouncer(command.and(settings.toString()), folder.resolve("pgbouncer.log"), port);
        pgBouncer.start();
        return pgBouncer;
    }

    private void start() {
        process = command.start(log);
        await().atMost(MAX_START).until(this::isListening);
    }

    private boolean isListening() throws IOException {
        assertThat(process.isAlive()).as(() -> "pgbouncer runs; it has written:\n" + log()).isTrue();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** All its connections are lost. */
    void restart() {
        close();
        start();
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + port + "/drawbridge?prepareThreshold=0";
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** The first block of that language on the page. */
    private static String block(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE)).results()
                .findFirst().orElseThrow().group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
