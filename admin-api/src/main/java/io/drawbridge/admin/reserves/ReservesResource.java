package io.drawbridge.admin.reserves;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
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
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Creation;
import io.drawbridge.admin.conditional.Precondition;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.ReserveRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/reserves")
@Tag(name = "Reserves", description = "Places that are kept free for some.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class ReservesResource {
    /** Every decision at the door reads them all. */
    static final int MAX_RESERVES = 100;

    private final ObjectMapper json;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;

    public ReservesResource(ObjectMapper json, Author author, Precondition precondition, Creation creation) {
        this.json = json;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
    }

    @GET
    @Operation(summary = "List the reserves", operationId = "listReserves", description = "By name.")
    @APIResponseSchema(value = ReservesView.class, responseDescription = "All reserves.")
    @Transactional
    public ReservesView list() {
        return ReservesView.of(ReserveRow.byName());
    }

    @POST
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a reserve", operationId = "makeReserve", description = "Others are let in only while more places are free than reserved ones are unused.")
    @APIResponseSchema(value = ReserveView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<ReserveView> make(@RequestBody(required = true) NewReserve wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private ReserveView made(NewReserve wanted) {
        if (ReserveRow.named(wanted.name()).isPresent()) {
            throw Problem.conflict("There is a reserve " + wanted.name() + " already.").exception();
        }
        if (ReserveRow.count() >= MAX_RESERVES) {
            throw Problem.conflict("There are " + MAX_RESERVES + " reserves already, and may not be more.").exception();
        }
        ReserveRow row = new ReserveRow();
        row.name = wanted.name();
        wanted.places().to(row);
        row.changed(author.sign());
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw Problem.conflict("There is a reserve " + row.name + " already.").exception();
        }
        return ReserveView.of(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a reserve", operationId = "readReserve")
    @APIResponseSchema(value = ReserveView.class, responseDescription = "The reserve.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public ReserveView read(String name) {
        return ReserveRow.named(known(name)).map(ReserveView::of).orElseThrow(() -> notFound(name));
    }

    @PATCH
    @RolesAllowed(May.STEER)
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change a reserve", operationId = "changeReserve", description = "A JSON merge patch (RFC 7396): a list is replaced as a whole. Those inside stay.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ReserveChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = ReserveChange.class)) })
    @APIResponseSchema(value = ReserveView.class, responseDescription = "The reserve as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public ReserveView change(String name, MergePatch patch) {
        ReserveRow row = forChange(name);
        patch.withoutNulls().appliedTo(ReserveChange.of(row), json).to(row);
        row.changed(author.sign());
        return ReserveView.of(row);
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Path("/{name}")
    @Operation(summary = "Delete a reserve", operationId = "deleteReserve", description = "Its places are for all.")
    @APIResponse(responseCode = "204", description = "The reserve is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void delete(String name) {
        author.sign();
        forChange(name).delete();
    }

    /** Locked, and as the client has read it. */
    private ReserveRow forChange(String name) {
        ReserveRow row = ReserveRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(ReserveView.of(row));
        return row;
    }

    private static String known(String name) {
        return Name.inPath(name, Name::isChosen, ReservesResource::notFound);
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no reserve " + name + ".").exception();
    }
}
