package io.drawbridge.ftp.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.event.EventType;
import io.drawbridge.event.Measure;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.vertx.core.json.JsonObject;

/**
 * Events and sums of this node on their way to the database. Whoever tells or counts never waits: a thread of its own writes
 * all that have
 * come, a few times a second. When the database is away for long, or too much happens, events are lost, and readers are told
 * how many.
 */
@Singleton
public final class Journal {
    /** Some megabytes, and some seconds of a storm. */
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_AT_ONCE = 1000;
    /** A storm at the door is to be no storm in the database, nor at those who watch. */
    private static final int MAX_IN_A_PAUSE = 500;
    private static final long PAUSE_MILLIS = 250;
    /** Pauses between two times that sums are written. */
    private static final int SUMS_EACH = 4;
    private static final Logger LOG = Logger.getLogger(Journal.class);

    private record Event(Instant at, EventType type, String body) {
    }

    private final DataSource database;
    private final DoorCounters counters;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    /** Not yet told of. */
    private final AtomicLong lost = new AtomicLong();
    /** Since when, by System.nanoTime(), and how many have been told of. */
    private long toldSince = System.nanoTime();
    private int told;
    private final Tally tally = new Tally();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::writeUntilStopped, "journal");
    /** What could not be written yet. Of the journal's thread. */
    private final List<Event> batch = new ArrayList<>();
    private volatile String node;

    public Journal(DataSource database, DoorCounters counters) {
        this.database = database;
        this.counters = counters;
    }

    /** @param node whose journal it is */
    public void start(String node) {
        this.node = node;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Any thread; does not block.
     *
     * @param body made only when there is room for it
     */
    public void tell(EventType type, Supplier<JsonObject> body) {
        if (!isRoom() || !waiting.offer(new Event(Instant.now(), type, body.get().encode()))) {
            lose(1);
        }
    }

    private synchronized boolean isRoom() {
        long now = System.nanoTime();
        if (now - toldSince > PAUSE_MILLIS * 1_000_000) {
            toldSince = now;
            told = 0;
        }
        return told++ < MAX_IN_A_PAUSE;
    }

    /** Any thread; does not block. */
    public void count(Measure measure, long value) {
        tally.count(measure, "", value);
    }

    /**
     * Any thread; does not block.
     *
     * @param reason of a closed set
     */
    public void count(Measure measure, Enum<?> reason) {
        tally.count(measure, reason.name(), 1);
    }

    private void lose(int events) {
        lost.addAndGet(events);
        counters.eventsLost(events);
    }

    /** Blocks until what was told has been written, or cannot be. */
    public void stop() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilStopped() {
        try {
            for (int turn = 1; !stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS); turn++) {
                writeAll();
                if (turn % SUMS_EACH == 0) {
                    writeSums();
                }
            }
            writeAll();
            writeSums();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        do {
            waiting.drainTo(batch, MAX_AT_ONCE - batch.size());
        } while ((!batch.isEmpty() || lost.get() > 0) && write());
    }

    /** @return whether to go on */
    private boolean write() {
        long gap = lost.getAndSet(0);
        List<Event> events = new ArrayList<>(batch);
        if (gap > 0) {
            events.add(new Event(Instant.now(), EventType.GAP,
                    new JsonObject().put("node", node).put("lost", gap).put("at", Instant.now().toString()).encode()));
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT number_events(?, ?, ?)")) {
            statement.setArray(1,
                    connection.createArrayOf("timestamptz", events.stream().map(e -> e.at().toString()).toArray()));
            statement.setArray(2, connection.createArrayOf("text", events.stream().map(e -> e.type().word()).toArray()));
            statement.setArray(3, connection.createArrayOf("text", events.stream().map(Event::body).toArray()));
            statement.execute();
            batch.clear();
            return true;
        } catch (SQLException | CompletionException e) {
            LOG.debugf("node=%s %d events are not written: %s", node, events.size(), e.getMessage());
            lost.addAndGet(gap);
            keepSome();
            return false;
        }
    }

    private void writeSums() {
        Map<Tally.Sum, Long> sums = tally.take();
        if (sums.isEmpty()) {
            return;
        }
        List<Map.Entry<Tally.Sum, Long>> entries = List.copyOf(sums.entrySet());
        List<Tally.Sum> keys = entries.stream().map(Map.Entry::getKey).toList();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT add_statistics(?, ?, ?, ?, ?)")) {
            statement.setString(1, node);
            statement.setArray(2,
                    connection.createArrayOf("timestamptz", keys.stream().map(k -> k.minute().toString()).toArray()));
            statement.setArray(3, connection.createArrayOf("text", keys.stream().map(k -> k.measure().name()).toArray()));
            statement.setArray(4, connection.createArrayOf("text", keys.stream().map(Tally.Sum::reason).toArray()));
            statement.setArray(5, connection.createArrayOf("bigint", entries.stream().map(Map.Entry::getValue).toArray()));
            statement.execute();
        } catch (SQLException | CompletionException e) {
            LOG.debugf("node=%s %d sums are not written: %s", node, sums.size(), e.getMessage());
            tally.putBack(sums);
        }
    }

    /** While the queue has room they are tried again; else the oldest make room, and are told of as lost. */
    private void keepSome() {
        if (waiting.remainingCapacity() == 0) {
            lose(batch.size());
            batch.clear();
        }
    }
}
