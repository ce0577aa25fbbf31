package io.drawbridge.admin.access;

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
import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.AccessRuleRow;
import io.drawbridge.database.AccessRuleRow.Access;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/access")
@Tag(name = "Access", description = "Networks that are always let in, or never; the most particular one decides.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class AccessResource {
    private final Session database;
    private final Author author;
    private final Precondition precondition;

    public AccessResource(Session database, Author author, Precondition precondition) {
        this.database = database;
        this.author = author;
        this.precondition = precondition;
    }

    @GET
    @Operation(summary = "List the rules of access", operationId = "listAccess", description = "By network.")
    @APIResponseSchema(value = AccessListView.class, responseDescription = "All rules.")
    @Transactional
    public AccessListView list() {
        return AccessListView.of(AccessRuleRow.byNetwork());
    }

    @GET
    @Path("/{network: .+}")
    @Operation(summary = "Read a rule of access", operationId = "readAccess", description = "The network as it is written: access/192.0.2.0/24.")
    @APIResponseSchema(value = AccessView.class, responseDescription = "The rule.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public AccessView read(String network) {
        return AccessRuleRow.of(Network.inPath(network)).map(AccessView::of).orElseThrow(() -> notFound(network));
    }

    @PUT
    @RolesAllowed(May.STEER)
    @Path("/{network: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Allow or deny a network", operationId = "setAccess", description = "For newcomers. Replaces the rule that there is.")
    @APIResponseSchema(value = AccessView.class, responseDescription = "The rule as it is now.")
    @APIResponse(responseCode = "201", description = "The rule, which is new.", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AccessView.class)))
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public RestResponse<AccessView> set(String network, @RequestBody(required = true) AccessChange change, UriInfo request) {
        String canonical = Network.inPath(network);
        Optional<AccessView> before = locked(canonical);
        precondition.holdsFor(before);
        database.createNativeMutationQuery("""
                INSERT INTO access_rule AS r (network, access, comment, changed_by, changed_at)
                VALUES (cast(?1 AS cidr), ?2, ?3, ?4, now())
                ON CONFLICT (network) DO UPDATE SET access = excluded.access, comment = excluded.comment,
                    version = r.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at""")
                .setParameter(1, canonical).setParameter(2, Word.meant(change.access(), Access.class).name())
                .setParameter(3, change.comment()).setParameter(4, author.sign()).executeUpdate();
        AccessView rule = AccessView.of(AccessRuleRow.of(canonical).orElseThrow());
        return before.isPresent() ? RestResponse.ok(rule)
                : Created.at(request.getAbsolutePath(), rule);
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Path("/{network: .+}")
    @Operation(summary = "Delete a rule of access", operationId = "deleteAccess")
    @APIResponse(responseCode = "204", description = "The rule is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void delete(String network) {
        String canonical = Network.inPath(network);
        author.sign();
        precondition.holdsFor(locked(canonical).orElseThrow(() -> notFound(network)));
        database.createNativeMutationQuery("DELETE FROM access_rule WHERE network = cast(?1 AS cidr)")
                .setParameter(1, canonical)
                .executeUpdate();
    }

    /** Nobody else changes a rule of access before this transaction has ended. */
    private Optional<AccessView> locked(String canonical) {
        database.createNativeQuery("SELECT version FROM configuration FOR UPDATE", Long.class).getSingleResult();
        Optional<AccessView> there = AccessRuleRow.of(canonical).map(AccessView::of);
        // What is written behind Hibernate's back is to be read anew.
        database.clear();
        return there;
    }

    private static RuntimeException notFound(String network) {
        return Problem.notFound("There is no rule of access for " + network + ".").exception();
    }
}
