package io.drawbridge.admin.events;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import io.drawbridge.admin.problem.Problem;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** All who watch, and how many they may be. */
@Singleton
final class EventStreams {
    /** Each has a connection and a thread of its own. */
    private static final int MAX_STREAMS = 200;
    private static final int MAX_OF_ONE_ADMINISTRATOR = 20;
    private static final int RETRY_AFTER_SECONDS = 10;

    private final EventFeed feed;
    /** Each with whose it is. */
    private final Map<EventStream, String> streams = new ConcurrentHashMap<>();

    EventStreams(EventFeed feed) {
        this.feed = feed;
    }

    /**
     * @param name of the administrator who watches
     * @throws jakarta.ws.rs.WebApplicationException a problem of status 429: there are too many
     */
    void begin(EventStream stream, String name, RoutingContext request) {
        synchronized (this) {
            if (streams.size() >= MAX_STREAMS
                    || streams.values().stream().filter(name::equals).count() >= MAX_OF_ONE_ADMINISTRATOR) {
                throw new WebApplicationException(Problem.of(Status.TOO_MANY_REQUESTS, "There may be " + MAX_STREAMS
                        + " streams of events, " + MAX_OF_ONE_ADMINISTRATOR + " of them yours.").response()
                        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build());
            }
            streams.put(stream, name);
        }
        request.addEndHandler(end -> stream.end());
        if (!stream.open()) {
            streams.remove(stream);
            cut(request.request());
            return;
        }
        Thread.ofVirtual().name("events of " + name).start(() -> {
            feed.watch();
            try {
                if (!stream.run()) {
                    cut(request.request());
                }
            } finally {
                feed.leave();
                streams.remove(stream);
            }
        });
    }

    /** Throws away what the client has not taken. Vert.x would first wait until it has. */
    private static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            ChannelHandlerContext first = ((ConnectionBase) request.connection()).channel().pipeline().firstContext();
            if (first != null) {
                first.close();
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        streams.keySet().forEach(EventStream::end);
    }
}
