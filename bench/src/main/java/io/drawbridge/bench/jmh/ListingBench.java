package io.drawbridge.bench.jmh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.openjdk.jmh.annotations.Warmup;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.listing.Fact;
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

    public enum Listing {
        LIST,
        MLSD,
        NLST
    }

    @Param({ "1000" })
    public int entries;

    @Param
    public Listing listing;

    private List<Entry> folder;

    @Setup
    public void fill() {
        folder = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            boolean directory = i % 20 == 0;
            folder.add(new Entry((directory ? "folder-" : "report-") + i, directory, directory ? 0 : i * 7919L,
                    NOW.minusSeconds(i * 86_400L), "fd01g" + Long.toHexString(100_000 + i),
                    PosixFilePermissions.fromString(directory ? "rwxr-xr-x" : "rw-r--r--")));
        }
    }

    @Benchmark
    public int write() {
        return bytes(folder, listing).size();
    }

    /** The one place that knows how entries become bytes. */
    private static ByteArrayOutputStream bytes(List<Entry> entries, Listing listing) {
        ListingFormat format = switch (listing) {
            case LIST -> ListingFormat.unix(NOW);
            case MLSD -> ListingFormat.machine(EnumSet.allOf(Fact.class), Set.of(Permission.values()));
            case NLST -> ListingFormat.names("");
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            bytes.writeBytes((format.line(entry) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }
}
