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

/** One call of {@code beat}, which every node makes once a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
public class HeartbeatBench {
    private static final int ROOM = 1_000_000;

    @Param({ "1000", "5000" })
    public int held;

    /** Of how many sessions it tells what they did in the last second. */
    @Param({ "0", "100", "1000" })
    public int reported;

    @Param({ "1", "100" })
    public int nodes;

    private Door door;

    @Setup
    public void open() throws IOException, SQLException {
        door = Door.open();
        door.limit(ROOM, null);
        door.addNodes(nodes - 1);
        door.fill(held);
    }

    @Setup(Level.Iteration)
    public void tidy() throws SQLException {
        door.tidy();
    }

    @Benchmark
    public void beat() throws SQLException {
        door.beat(reported);
    }

    @TearDown
    public void close() throws SQLException, IOException {
        door.close();
    }
}
