package io.drawbridge.admin.sessions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.Session;
import org.hibernate.query.Query;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.input.Items;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.SessionRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/sessions")
@Tag(name = "Sessions", description = "Who is inside.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class SessionsResource {
    private final Session database;
    private final Kick kick;
    private final Author author;

    public SessionsResource(Session database, Kick kick, Author author) {
        this.database = database;
        this.kick = kick;
        this.author = author;
    }

    @GET
    @Operation(summary = "List the live sessions", operationId = "listSessions", description = "As their nodes last told of them. A page at a time: who comes or goes meanwhile moves nobody to another page.")
    @APIResponseSchema(value = SessionsView.class, responseDescription = "The live sessions.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public SessionsView list(@BeanParam SessionFilter filter,
            @Parameter(description = "By what, the smallest first; with a `-` the greatest first.", schema = @Schema(enumeration = {
                    "connectedAt", "-connectedAt", "lastActivityAt",
                    "-lastActivityAt" })) @QueryParam("sort") @DefaultValue("connectedAt") String sort,
            @Parameter(description = "The `next` of the page before.", example = SessionsView.PLACE) @QueryParam("after") String after,
            @Parameter(description = "How many at most.", schema = @Schema(minimum = "1", maximum = ""
                    + Items.MOST)) @QueryParam("limit") @DefaultValue("100") String limit) {
        Faults faults = new Faults();
        filter.check(faults);
        int atMost = Items.read(limit, "limit", faults);
        SessionOrder order = SessionOrder.read(sort, faults);
        Optional<SessionOrder.Place> place = Optional.ofNullable(after).flatMap(SessionOrder.Place::of);
        faults.unless(after == null || place.isPresent(), "after", "must be the next of another page").raise();

        Query<SessionRow> page = filter.bindTo(database.createNativeQuery(
                "SELECT s.* FROM session s WHERE " + filter.condition()
                        + (place.isPresent() ? " AND " + order.behind() : "") + " ORDER BY " + order.orderBy(),
                SessionRow.class));
        place.ifPresent(one -> page.setParameter("placeAt", one.at()).setParameter("placeId", one.id()));
        List<SessionRow> rows = page.setMaxResults(atMost + 1).getResultList();
        List<SessionRow> shown = rows.subList(0, Math.min(atMost, rows.size()));
        return new SessionsView(shown.stream().map(SessionView::of).toList(), count(filter),
                rows.size() > atMost ? order.placeOf(shown.getLast()).text() : null);
    }

    private long count(SessionFilter filter) {
        return filter
                .bindTo(database.createNativeQuery("SELECT count(*) FROM session s WHERE " + filter.condition(), Long.class))
                .getSingleResult();
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Operation(summary = "End all sessions that match", operationId = "endSessions", description = "Their nodes close the connections within about a second. With preview nothing is ended.")
    @APIResponseSchema(value = EndedView.class, responseDescription = "How many are meant, and have been ended.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public EndedView endAll(@BeanParam SessionFilter filter,
            @Parameter(description = "Only tell how many it would be.") @QueryParam("preview") @DefaultValue("false") String preview,
            @Parameter(description = "Must be true to end all sessions, when nothing else says which.") @QueryParam("all") @DefaultValue("false") String all) {
        Faults faults = new Faults();
        filter.check(faults);
        for (Map.Entry<String, String> flag : Map.of("preview", preview, "all", all).entrySet()) {
            faults.unless(Set.of("true", "false").contains(flag.getValue()), flag.getKey(), "must be true or false");
        }
        faults.unless(!filter.isOfAll() || all.equals("true"), "all",
                "must be true to end all sessions, when nothing else says which")
                .raise();
        if (preview.equals("true")) {
            return new EndedView(count(filter), 0);
        }
        long ended = kick.matching(filter, author.sign());
        return new EndedView(ended, ended);
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Path("/{id}")
    @Operation(summary = "End a session", operationId = "endSession", description = "Its node closes the connection within about a second.")
    @APIResponse(responseCode = "204", description = "The node has been told.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void end(UUID id) {
        SessionRow session = SessionRow.live(id)
                .orElseThrow(() -> Problem.notFound("There is no session " + id + ".").exception());
        kick.session(session, author.sign());
    }
}
