package io.drawbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.drawbridge.postgres.LocalPostgres;

/**
 * What the JVM has written down of a program that it ran once (JEP 514), as the images have it: a start takes half of the
 * processor time with it, and the tests start programs all the time. Made by the first test that starts the program.
 */
final class StartCache {
    private static final int FIRST_JAVA = 25;
    private static final Map<Packaged, List<String>> OPTIONS = new EnumMap<>(Packaged.class);

    private StartCache() {
    }

    /** The options for a JVM that is to use it; none where there is no such cache, for native programs and older JVMs. */
    static synchronized List<String> options(Packaged program) {
        if (program.isNative() || Runtime.version().feature() < FIRST_JAVA) {
            return List.of();
        }
        return OPTIONS.computeIfAbsent(program, StartCache::made);
    }

    /** Tests run in two processes. */
    private static List<String> made(Packaged program) {
        Path folder = Packaged.inProject("integration-tests/target");
        String name = program.name().toLowerCase(Locale.ROOT);
        Path cache = folder.resolve(name + ".aot");
        try (FileChannel channel = FileChannel.open(folder.resolve(name + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            channel.lock();
            if (!isOf(program, cache)) {
                make(program, cache);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error");
    }

    private static boolean isOf(Packaged program, Path cache) throws IOException {
        return Files.exists(cache)
                && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(program.jar())) > 0;
    }

    private static void make(Packaged program, Path cache) throws IOException, InterruptedException {
        Path dataDir = Files.createTempDirectory("start-cache");
        try (LocalPostgres postgres = LocalPostgres.temporary()) {
            Launch launch = switch (program) {
                case STANDALONE -> Launch.standalone(dataDir);
                case FTP_SERVER -> Launch.ftpServer(postgres, "training", dataDir);
                case ADMIN_API -> Launch.adminApi(postgres);
            };
            launch.start(List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=error")).awaitUp().stop();
        } finally {
            try (Stream<Path> files = Files.walk(dataDir)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the JVM has not made " + cache);
        }
    }
}
