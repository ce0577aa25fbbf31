package io.drawbridge.admin.events;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

import org.jboss.logging.Logger;

import io.drawbridge.event.EventType;

/**
 * Events on their way to one who watches. Its thread sends one after the other and waits for each to be on its way, so that
 * nothing is kept for who does not read; and who does not read for long is dropped, and may resume.
 */
final class EventStream {
    /** Browsers wait for so long before they connect again. */
    private static final long RECONNECT_MILLIS = 2000;
    private static final Logger LOG = Logger.getLogger(EventStream.class);

    private final EventFeed feed;
    private final SseEventSink sink;
    private final Sse sse;
    private final Set<EventType> wanted;
    private final Duration heartbeat;
    private final BooleanSupplier mayWatch;
    private volatile boolean ended;
    /** Number of the last event that was looked at. */
    private long position;

    /**
     * @param position number of the last event that it is not to be told of
     * @param wanted never empty; gaps are told of always
     * @param heartbeat between comments while nothing happens; who takes longer to take an event is dropped
     * @param mayWatch asked at each heartbeat
     */
    EventStream(EventFeed feed, SseEventSink sink, Sse sse, long position, Set<EventType> wanted, Duration heartbeat,
            BooleanSupplier mayWatch) {
        this.feed = feed;
        this.sink = sink;
        this.sse = sse;
        this.position = position;
        this.wanted = wanted;
        this.heartbeat = heartbeat;
        this.mayWatch = mayWatch;
    }

    /** Any thread. It is not interrupted: that would cost the connection to the database that it may be using. */
    void end() {
        ended = true;
        feed.wake();
    }

    /**
     * Sends the headers and a first comment. By the thread of the request, because it sends the headers too when the request
     * has been handled and they are not on their way yet.
     *
     * @return whether they are on their way; else it is to be cut off
     */
    boolean open() {
        try {
            send(comment("events follow").reconnectDelay(RECONNECT_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            LOG.debugf("a stream of events does not begin: %s", e);
        }
        return false;
    }

    /**
     * Until the client leaves, may not watch any more, or does not read; or it is ended.
     *
     * @return whether it has ended in good order; else it is to be cut off
     */
    boolean run() {
        try {
            long known = feed.last();
            if (position > known) {
                // It knows events that there never were: of another database.
                sendGap(known);
            }
            while (!ended && !sink.isClosed()) {
                if (feed.await(position, heartbeat, () -> ended)) {
                    tellMore();
                } else if (!ended && mayWatch.getAsBoolean()) {
                    send(comment("still here"));
                } else {
                    break;
                }
            }
            sink.close();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | SQLException | CompletionException | IllegalStateException e) {
            LOG.debugf("a stream of events is cut off: %s", e);
        }
        return false;
    }

    private void tellMore() throws InterruptedException, ExecutionException, TimeoutException, SQLException {
        List<EventFeed.Event> events = feed.after(position);
        if (events.isEmpty()) {
            sendGap(feed.last());
        } else if (events.getFirst().id() != position + 1) {
            sendGap(events.getFirst().id() - 1);
        }
        for (EventFeed.Event event : events) {
            position = event.id();
            if (EventType.of(event.type()).filter(type -> wanted.contains(type) || type == EventType.GAP).isPresent()) {
                send(sse.newEventBuilder().id(Long.toString(position)).name(event.type()).data(event.body()));
            }
        }
    }

    /** @param last that is missing */
    private void sendGap(long last) throws InterruptedException, ExecutionException, TimeoutException {
        position = last;
        send(sse.newEventBuilder().id(Long.toString(position)).name(EventType.GAP.word()).data("{\"trimmed\":true}"));
    }

    /** With the position, so that who resumes begins there though nothing was sent that was wanted. */
    private OutboundSseEvent.Builder comment(String words) {
        return sse.newEventBuilder().id(Long.toString(position)).comment(words);
    }

    private void send(OutboundSseEvent.Builder event) throws InterruptedException, ExecutionException, TimeoutException {
        CompletionStage<?> sent = sink.send(event.build());
        sent.toCompletableFuture().get(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    }
}
