package io.drawbridge.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL processes that belong to a data directory. */
final class Postmaster {
    private Postmaster() {
    }

    /** The server and its children, as the data directory's own file names it; they may have ended since. */
    static List<ProcessHandle> processes(Path dataDir) throws IOException {
        String pid = Files.readAllLines(dataDir.resolve("postgresql/data/postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid))
                .map(server -> Stream.concat(Stream.of(server), server.descendants()).toList()).orElse(List.of());
    }

    /** One that has ended may stay in the system's table until its parent looks: a zombie, which has no program any more. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** What runs with the directory on its command line. */
    static List<ProcessHandle> naming(Path dataDir) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(dataDir.toString())).toList();
    }
}
