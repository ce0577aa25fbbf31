package io.drawbridge.config;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where files are kept. */
@ConfigMapping(prefix = "drawbridge")
public interface DataConfig {

    /** Folder of everything that the programs keep on disk. Made when it is not there. */
    @WithDefault("./data")
    Path dataDir();

    /** Folder of the accounts' homes; `homes` in the data directory unless set. Made when it is not there. */
    Optional<Path> homesDir();

    /** @return the folder of the accounts' homes, absolute */
    default Path homes() {
        return homesDir().orElseGet(() -> dataDir().resolve("homes")).toAbsolutePath().normalize();
    }
}
