package io.drawbridge.admin.sessions;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.SessionRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/sessions")
@Tag(name = "Sessions", description = "Who is inside.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class SessionsResource {
    private final Kick kick;
    private final Author author;

    public SessionsResource(Kick kick, Author author) {
        this.kick = kick;
        this.author = author;
    }

    @GET
    @Operation(summary = "List the live sessions", operationId = "listSessions", description = "Oldest first, as their nodes last told of them.")
    @APIResponseSchema(value = SessionsView.class, responseDescription = "The live sessions.")
    @Transactional
    public SessionsView list() {
        return SessionsView.of(SessionRow.live());
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
