package io.drawbridge.it;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.drawbridge.postgres.LocalPostgres;

/** A version of PostgreSQL of which the build has the binaries. */
enum PostgresVersion {
    /** Not supported. */
    V14,
    V15,
    V16,
    V17,
    /** The one that comes along with the standalone program. */
    V18 {
        @Override
        LocalPostgres start() throws IOException {
            return LocalPostgres.temporary();
        }
    };

    int major() {
        return Integer.parseInt(name().substring(1));
    }

    /** An empty one. */
    LocalPostgres start() throws IOException {
        return LocalPostgres.temporary((system, architecture) -> binaries());
    }

    private InputStream binaries() throws IOException {
        Path jar = Path.of("target", "postgresql", major() + ".jar");
        try (ZipFile files = new ZipFile(jar.toFile())) {
            ZipEntry archive = files.stream().filter(file -> file.getName().endsWith(".txz")).findFirst()
                    .orElseThrow(() -> new FileNotFoundException("no binaries in " + jar));
            return new ByteArrayInputStream(files.getInputStream(archive).readAllBytes());
        }
    }
}
