package io.drawbridge.admin.nodes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.Session;
import org.jboss.resteasy.reactive.RestResponse;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.Created;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Precondition;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.NodeDrainRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/nodes/{node}/drain")
@Tag(name = "Nodes")
@APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class DrainResource {
    private final Session database;
    private final Author author;
    private final Precondition precondition;

    public DrainResource(Session database, Author author, Precondition precondition) {
        this.database = database;
        this.author = author;
        this.precondition = precondition;
    }

    @GET
    @Operation(summary = "See how a node is drained", operationId = "getDrain")
    @APIResponseSchema(value = DrainView.class, responseDescription = "Since when, and until when.")
    @Transactional
    public DrainView get(String node) {
        return NodeDrainRow.of(named(node)).map(DrainView::of).orElseThrow(() -> notDrained(node));
    }

    @PUT
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Drain a node", operationId = "drainNode", description = "From now on, and over its restarts, it takes no new sessions; those without a transfer read 421, and so do the others when their transfer has ended. Other nodes go on.")
    @APIResponseSchema(value = DrainView.class, responseDescription = "How it is drained now.")
    @APIResponse(responseCode = "201", description = "It is drained from now on.", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = DrainView.class)))
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public RestResponse<DrainView> drain(String node, @RequestBody(required = true) DrainChange change, UriInfo request) {
        String name = named(node);
        // Who makes it and who changes it follow each other.
        database.createNativeQuery("SELECT version FROM configuration FOR UPDATE", Long.class).getSingleResult();
        Optional<NodeDrainRow> before = NodeDrainRow.forChange(name);
        precondition.holdsFor(before.map(DrainView::of));
        if (before.isEmpty() && !isAlive(name)) {
            throw Problem.notFound("There is no live node " + node + ".").exception();
        }
        String by = author.sign();
        NodeDrainRow row = before.orElseGet(NodeDrainRow::new);
        row.name = name;
        row.since = before.map(there -> there.since).orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MICROS));
        row.drainSeconds = change.drainSeconds();
        row.message = change.message();
        row.changed(by);
        row.persist();
        database.flush();
        DrainView view = DrainView.of(row);
        return before.isPresent() ? RestResponse.ok(view) : Created.at(request.getAbsolutePath(), view);
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Operation(summary = "Let a node take sessions again", operationId = "resumeNode")
    @APIResponse(responseCode = "204", description = "It is not drained any more.")
    @Transactional
    public void resume(String node) {
        author.sign();
        NodeDrainRow row = NodeDrainRow.forChange(named(node)).orElseThrow(() -> notDrained(node));
        precondition.holdsFor(DrainView.of(row));
        row.delete();
    }

    private boolean isAlive(String name) {
        return database.createNativeQuery(
                "SELECT EXISTS (SELECT FROM node WHERE name = ?1 AND lease_until > clock_timestamp())", Boolean.class)
                .setParameter(1, name).getSingleResult();
    }

    private static String named(String node) {
        return Name.inPath(node, Name::isNode, DrainResource::notDrained);
    }

    private static RuntimeException notDrained(String node) {
        return Problem.notFound("The node " + node + " is not drained.").exception();
    }
}
