package io.drawbridge.admin.events;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.security.May;
import io.drawbridge.event.EventType;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;

@Singleton
@Path("/v1/events")
@Tag(name = "Events", description = "What happens, as it happens.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class EventsResource {
    private final EventFeed feed;
    private final Standing standing;
    private final SecurityIdentity administrator;
    private final EventStreams streams;
    private final EventsConfig config;

    EventsResource(EventFeed feed, Standing standing, SecurityIdentity administrator, EventStreams streams,
            EventsConfig config) {
        this.feed = feed;
        this.standing = standing;
        this.administrator = administrator;
        this.streams = streams;
        this.config = config;
    }

    // @formatter:off
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Watch what happens", operationId = "watchEvents",
        description = "Server-sent events that never end, from now on, or behind Last-Event-ID. Each has a type and a JSON object with the names of the other operations: sessions as in listSessions, refusals as in getRefusal, changes as in listChanges, nodes as in listNodes. A gap says that events are missing, and that what is shown should be read anew.")
    @APIResponse(responseCode = "200", description = "Events, and comments while nothing happens.",
        content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class,
            examples = "id: 4711\nevent: session-opened\ndata: {\"id\":\"6b1a1f3e-0000-4000-8000-000000000001\",\"node\":\"ftp-0\",…}\n\n")))
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    public void watch(
            @Parameter(description = "Only events of these types; may be given more than once, or with commas.", example = "session-opened,session-closed")
            @QueryParam("type") List<String> types,
            @Parameter(description = "Number of the last event that was read: what came since is told first.", example = "4711")
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) String lastEventId,
            @Context SseEventSink sink, @Context Sse sse, @Context RoutingContext request) throws SQLException {
        // @formatter:on
        Faults faults = new Faults();
        Set<EventType> wanted = wanted(types, faults);
        faults.unless(lastEventId == null || lastEventId.matches("[0-9]{1,18}"), HttpHeaders.LAST_EVENT_ID_HEADER,
                "must be the id of an event").raise();
        long position = lastEventId == null ? feed.last() : Long.parseLong(lastEventId);
        streams.begin(new EventStream(feed, sink, sse, position, wanted, config.heartbeat(), () -> standing.holds(request)),
                administrator.getPrincipal().getName(), request);
    }

    private static Set<EventType> wanted(List<String> types, Faults faults) {
        Set<EventType> wanted = EnumSet.noneOf(EventType.class);
        for (String word : types.stream().flatMap(type -> Arrays.stream(type.split(",", -1))).toList()) {
            Optional<EventType> type = EventType.of(word.strip());
            type.ifPresent(wanted::add);
            if (type.isEmpty()) {
                faults.unless(false, "type", "must be one of "
                        + String.join(", ", Arrays.stream(EventType.values()).map(EventType::word).toList()));
                break;
            }
        }
        return wanted.isEmpty() ? EnumSet.allOf(EventType.class) : wanted;
    }
}
