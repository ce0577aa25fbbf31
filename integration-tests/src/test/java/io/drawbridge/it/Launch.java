package io.drawbridge.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.drawbridge.postgres.LocalPostgres;

/**
 * A program and the settings with which it is to be started; of the environment of the tests it gets nothing else.
 *
 * @param prefix the words before the program, such as "ip netns exec some-namespace"; empty for none
 * @param lasts whether it runs for so long that it is worth the JVM's while to compile it well
 */
public record Launch(List<String> prefix, Packaged program, Map<String, String> settings, boolean lasts) {
    public static final String ADMIN_PASSWORD = "password-of-admin";

    static Launch standalone(Path dataDir) {
        return of(Packaged.STANDALONE)
                .with("DRAWBRIDGE_DATA_DIR", dataDir.toString())
                .with("DRAWBRIDGE_ADMIN_PASSWORD", ADMIN_PASSWORD)
                .with("HOSTNAME", "here");
    }

    static Launch ftpServer(LocalPostgres postgres, String node, Path dataDir) {
        return ftpServer(node, dataDir).with(postgres);
    }

    /** Of no database yet. */
    public static Launch ftpServer(String node, Path dataDir) {
        return of(Packaged.FTP_SERVER)
                .with("DRAWBRIDGE_DATA_DIR", dataDir.toString())
                .with("HOSTNAME", node);
    }

    static Launch adminApi(LocalPostgres postgres) {
        return adminApi().with(postgres);
    }

    /** Of no database yet. */
    public static Launch adminApi() {
        return of(Packaged.ADMIN_API).with("DRAWBRIDGE_ADMIN_PASSWORD", ADMIN_PASSWORD);
    }

    private static Launch of(Packaged program) {
        return new Launch(List.of(), program, Map.of(), false)
                .with("PATH", System.getenv("PATH"))
                .with("LC_ALL", "C.UTF-8")
                .with("DRAWBRIDGE_FTP_HOST", "127.0.0.1")
                .with("DRAWBRIDGE_FTP_PORT", "0")
                .with("DRAWBRIDGE_FTP_PASSIVE_PORTS", "0")
                .with("QUARKUS_HTTP_HOST", "127.0.0.1")
                .with("QUARKUS_HTTP_PORT", "0");
    }

    public Launch with(String name, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new Launch(prefix, program, more, lasts);
    }

    Launch without(String name) {
        Map<String, String> fewer = new TreeMap<>(settings);
        fewer.remove(name);
        return new Launch(prefix, program, fewer, lasts);
    }

    /** It may have no more files and sockets open than these. */
    Launch withFileHandles(int handles) {
        return new Launch(List.of("sh", "-c", "ulimit -n " + handles + " && exec \"$@\"", "sh"), program, settings, lasts);
    }

    private Launch with(LocalPostgres postgres) {
        return withDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    public Launch withDatabase(String jdbcUrl, String user, String password) {
        return with("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl)
                .with("QUARKUS_DATASOURCE_USERNAME", user)
                .with("QUARKUS_DATASOURCE_PASSWORD", password);
    }

    public Launch behind(List<String> words) {
        return new Launch(words, program, settings, lasts);
    }

    /** It is to be as fast as it gets, not to start soon. */
    public Launch thatLasts() {
        return new Launch(prefix, program, settings, true);
    }

    /** Starts it, and does not wait until it is up. */
    public DrawbridgeProcess start() {
        return start(StartCache.options(program));
    }

    /** @param options of the JVM */
    DrawbridgeProcess start(List<String> options) {
        List<String> words = new ArrayList<>(prefix);
        // Shells start what they put in the background with SIGINT ignored, and a program inherits that.
        words.addAll(List.of("env", "--default-signal=INT"));
        // Most starts are over before the second compiler pays: half of the work of a start is its.
        List<String> all = new ArrayList<>(options);
        if (!lasts) {
            all.add("-XX:TieredStopAtLevel=1");
        }
        words.addAll(program.words(all));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(settings);
        try {
            return new DrawbridgeProcess(program, builder.start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + words, e);
        }
    }
}
