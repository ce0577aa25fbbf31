package io.drawbridge.bench.door;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the functions of the door cost, as straight lines: so much for a call, and so much more for each of what it is
 * about. In microseconds of the processor that PostgreSQL takes for it, all of them under the lock of the door.
 *
 * @param call of {@code settle}, without anybody
 * @param arrival each that comes, with one that goes
 * @param limitedArrival the same, with a limit for each address
 * @param thousandHeld on top of a call, for each 1,000 sessions that are inside
 * @param node on top of a call, for each node that is registered
 * @param beat a heartbeat with nothing to report
 * @param reported on top of it, for each session that it reports
 * @param beatThousandHeld on top of it, for each 1,000 sessions that are inside
 * @param beatNode on top of it, for each node that is registered
 * @param row bytes of a session's row, with its part of the indexes
 */
public record Costs(double call, double arrival, double limitedArrival, double thousandHeld, double node, double beat,
        double reported, double beatThousandHeld, double beatNode, long row) {

    /** As docs/scaling.md has them, which says where they come from. */
    public static final Costs MEASURED = new Costs(1275, 56.0, 64.9, 66.6, 0.0, 507, 5.0, 0.0, 0.66, 312);

    private static final int[] BATCHES = { 1, 10, 50, 200 };
    private static final int HELD = 5_000;
    private static final int NODES = 200;
    private static final int ROOM = 1_000_000;
    private static final int PER_ADDRESS = 10;
    private static final int LEAST_CALLS = 10;

    @FunctionalInterface
    private interface Call {
        void run() throws SQLException;
    }

    /** @param x of what there was more or less */
    private record Point(double x, double micros) {
    }

    /** Takes about {@code 20 * seconds}. */
    public static Costs measure(double seconds) throws SQLException, IOException {
        try (Door door = Door.open()) {
            door.limit(ROOM, null);
            door.fill(BATCHES[BATCHES.length - 1]);
            double[] few = line(arrivals(door, seconds));
            double[] quiet = line(reports(door, seconds, BATCHES));
            door.limit(ROOM, PER_ADDRESS);
            double[] limited = line(arrivals(door, seconds));
            door.limit(ROOM, null);
            door.fill(HELD);
            double full = cost(door, seconds, () -> door.settle(1, 1));
            double fullBeat = cost(door, seconds, () -> door.beat(0));
            long row = door.bytesPerSession();
            door.addNodes(NODES);
            double many = cost(door, seconds, () -> door.settle(1, 1));
            double manyBeat = cost(door, seconds, () -> door.beat(0));
            double thousands = (HELD - BATCHES[BATCHES.length - 1]) / 1000.0;
            return new Costs(few[0], few[1], limited[1], Math.max(0, (full - few[0] - few[1]) / thousands),
                    Math.max(0, (many - full) / NODES), quiet[0], quiet[1], Math.max(0, (fullBeat - quiet[0]) / thousands),
                    Math.max(0, (manyBeat - fullBeat) / NODES), row);
        }
    }

    private static List<Point> arrivals(Door door, double seconds) throws SQLException, IOException {
        List<Point> points = new ArrayList<>();
        for (int batch : BATCHES) {
            points.add(new Point(batch, cost(door, seconds, () -> door.settle(batch, batch))));
        }
        return points;
    }

    private static List<Point> reports(Door door, double seconds, int... numbers) throws SQLException, IOException {
        List<Point> points = new ArrayList<>();
        for (int reported : numbers) {
            points.add(new Point(reported, cost(door, seconds, () -> door.beat(reported))));
        }
        return points;
    }

    /** In microseconds of the processor; before it counts, half of the time is for the caches and the plans. */
    private static double cost(Door door, double seconds, Call call) throws SQLException, IOException {
        door.tidy();
        repeat(seconds / 2, call);
        door.tidy();
        long before = door.processorTime();
        int calls = repeat(seconds, call);
        return (door.processorTime() - before) / 1e3 / calls;
    }

    private static int repeat(double seconds, Call call) throws SQLException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int calls = 0;
        do {
            call.run();
            calls++;
        } while (System.nanoTime() < end || calls < LEAST_CALLS);
        return calls;
    }

    /** Of least squares of the relative error, so that the short calls count as much as the long ones. */
    private static double[] line(List<Point> points) {
        double w = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (Point point : points) {
            double weight = 1 / (point.micros() * point.micros());
            w += weight;
            x += weight * point.x();
            y += weight * point.micros();
            xx += weight * point.x() * point.x();
            xy += weight * point.x() * point.micros();
        }
        double slope = (w * xy - x * y) / (w * xx - x * x);
        return new double[] { (y - slope * x) / w, slope };
    }

    public void print(PrintStream out) {
        out.printf(Locale.ROOT, """
                | what | cost |
                |---|---:|
                | a call of `settle` | %.0f µs |
                | each arrival in it, with a departure | %.1f µs |
                | the same, with a limit for each address | %.1f µs |
                | on top of a call, for each 1,000 sessions inside | %.1f µs |
                | on top of a call, for each node registered | %.2f µs |
                | a heartbeat (`beat`) | %.0f µs |
                | each session that it reports | %.1f µs |
                | on top of a heartbeat, for each 1,000 sessions inside | %.1f µs |
                | on top of a heartbeat, for each node registered | %.2f µs |
                | a session's row, with its part of the indexes | %d bytes |
                """, call, arrival, limitedArrival, thousandHeld, node, beat, reported, beatThousandHeld, beatNode, row);
        out.printf(Locale.ROOT, "new Costs(%.0f, %.1f, %.1f, %.1f, %.2f, %.0f, %.1f, %.1f, %.2f, %d)%n", call, arrival,
                limitedArrival, thousandHeld, node, beat, reported, beatThousandHeld, beatNode, row);
    }
}
