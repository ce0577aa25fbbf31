package io.drawbridge.admin.bans;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.Session;
import org.jboss.resteasy.reactive.RestResponse;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.Created;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.input.Items;
import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.BanRow;
import io.drawbridge.notice.Notice;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/bans")
@Tag(name = "Bans", description = "Networks that are turned away for a time.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class BansResource {
    private final Session database;
    private final Author author;

    public BansResource(Session database, Author author) {
        this.database = database;
        this.author = author;
    }

    @GET
    @Operation(summary = "List the bans", operationId = "listBans", description = "Those that have not ended, newest first.")
    @APIResponseSchema(value = BansView.class, responseDescription = "The newest bans.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public BansView list(
            @Parameter(description = "How many at most.", schema = @Schema(minimum = "1", maximum = ""
                    + Items.MOST)) @QueryParam("limit") @DefaultValue("100") String limit) {
        Faults faults = new Faults();
        int atMost = Items.read(limit, "limit", faults);
        faults.raise();
        return new BansView(BanRow.live(atMost).stream().map(BanView::of).toList(), BanRow.countLive());
    }

    @POST
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Ban a network", operationId = "ban", description = "Ends its sessions, but not those of networks that are allowed. Replaces its ban if it has one.")
    @APIResponseSchema(value = BanView.class, responseCode = "201", responseDescription = "Banned, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public RestResponse<BanView> ban(@RequestBody(required = true) NewBan wanted, UriInfo request) {
        lockConfiguration();
        database.createNativeMutationQuery("""
                INSERT INTO ban (network, since, until, reason, banned_by)
                VALUES (cast(?1 AS cidr), now(), now() + make_interval(secs => ?2), ?3, ?4)
                ON CONFLICT (network) DO UPDATE SET since = excluded.since, until = excluded.until, reason = excluded.reason,
                    banned_by = excluded.banned_by""")
                .setParameter(1, wanted.network()).setParameter(2, wanted.seconds()).setParameter(3, wanted.reason())
                .setParameter(4, author.sign()).executeUpdate();
        database.createNativeQuery("SELECT evict_banned(ARRAY [cast(?1 AS cidr)])", String.class)
                .setParameter(1, wanted.network()).getResultList()
                .forEach(node -> new Notice.SessionsKicked(node).send(database));
        BanView ban = read(wanted.network());
        return Created.at(request.getAbsolutePathBuilder().path(ban.network()).build(), ban);
    }

    @GET
    @Path("/{network: .+}")
    @Operation(summary = "Read a ban", operationId = "readBan", description = "The network as it is written: bans/192.0.2.7/32.")
    @APIResponseSchema(value = BanView.class, responseDescription = "The ban.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public BanView read(String network) {
        return BanRow.live(Network.inPath(network)).map(BanView::of).orElseThrow(() -> notFound(network));
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Path("/{network: .+}")
    @Operation(summary = "Revoke a ban", operationId = "revokeBan", description = "Forgets it and the scores of the network too: the next ban is a first one.")
    @APIResponse(responseCode = "204", description = "The ban is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void revoke(String network) {
        String canonical = Network.inPath(network);
        author.sign();
        database.createNativeMutationQuery("DELETE FROM abuse WHERE source <<= cast(?1 AS cidr)").setParameter(1, canonical)
                .executeUpdate();
        lockConfiguration();
        int deleted = database.createNativeMutationQuery("DELETE FROM ban WHERE network = cast(?1 AS cidr)")
                .setParameter(1, canonical).executeUpdate();
        if (deleted == 0) {
            throw notFound(network);
        }
    }

    /** Whoever bans does it before it touches a ban: see {@code score} in the schema. */
    private void lockConfiguration() {
        database.createNativeQuery("SELECT version FROM configuration FOR UPDATE", Long.class).getSingleResult();
    }

    private static RuntimeException notFound(String network) {
        return Problem.notFound("There is no ban of " + network + ".").exception();
    }
}
