package io.drawbridge.bench.jmh;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.drawbridge.bench.door.Door;

/** One call of {@code settle}: as many come as go, and all come in. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
public class AdmissionBench {
    private static final int ROOM = 1_000_000;
    private static final int PER_ADDRESS = 10;

    @Param({ "1", "10", "50", "500" })
    public int arrivals;

    @Param({ "false", "true" })
    public boolean perAddress;

    /** Who is inside all the time; those that come and go are on top. */
    @Param({ "0", "1000", "5000" })
    public int held;

    private Door door;

    @Setup
    public void open() throws IOException, SQLException {
        door = Door.open();
        door.limit(ROOM, perAddress ? PER_ADDRESS : null);
        door.fill(held + arrivals);
    }

    @Setup(Level.Iteration)
    public void tidy() throws SQLException {
        door.tidy();
    }

    @Benchmark
    public void settle() throws SQLException {
        door.settle(arrivals, arrivals);
    }

    @TearDown
    public void close() throws SQLException, IOException {
        door.close();
    }
}
