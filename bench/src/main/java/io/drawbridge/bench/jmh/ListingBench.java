package io.drawbridge.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.listing.Fact;
import io.drawbridge.ftp.listing.Lines;
import io.drawbridge.ftp.listing.ListingFormat;
import io.drawbridge.ftp.storage.Entry;

/** A folder that has been read into the bytes of its listing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ListingBench {
    private static final Instant NOW = Instant.parse("2026-11-28T06:00:00Z");
    /** As they are sent, in bytes. */
    private static final int PIECE = 32 * 1024;
    private static final int ROOM = 1024;

    public enum Listing {
        LIST,
        MLSD,
        NLST
    }

    @Param({ "1000" })
    public int entries;

    @Param
    public Listing listing;

    private Path folder;
    private List<Entry> seen;
    private final Lines lines = new Lines(PIECE + ROOM);

    /** Real files, because only a file system makes what it tells of them. */
    @Setup
    public void fill() throws IOException {
        folder = Files.createTempDirectory("drawbridge-listing");
        seen = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            boolean directory = i % 20 == 0;
            Path entry = folder.resolve((directory ? "folder-" : "report-") + i);
            if (directory) {
                Files.createDirectory(entry);
            } else {
                Files.writeString(entry, "x".repeat(i));
            }
            Files.setLastModifiedTime(entry, FileTime.from(NOW.minusSeconds(i * 86_400L)));
            seen.add(new Entry(entry.getFileName().toString(), Files.readAttributes(entry, PosixFileAttributes.class)));
        }
    }

    @TearDown
    public void delete() throws IOException {
        for (Entry entry : seen) {
            Files.delete(folder.resolve(entry.name()));
        }
        Files.delete(folder);
    }

    /** The one place that knows how entries become bytes. */
    @Benchmark
    public int write() {
        ListingFormat format = switch (listing) {
            case LIST -> ListingFormat.unix(NOW);
            case MLSD -> ListingFormat.machine(EnumSet.allOf(Fact.class), Set.of(Permission.values()));
            case NLST -> ListingFormat.names("");
        };
        int bytes = 0;
        for (Entry entry : seen) {
            format.write(entry, lines);
            lines.end();
            if (lines.length() >= PIECE) {
                bytes += lines.length();
                lines.clear();
            }
        }
        bytes += lines.length();
        lines.clear();
        return bytes;
    }
}
