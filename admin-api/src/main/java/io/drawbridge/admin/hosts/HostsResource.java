package io.drawbridge.admin.hosts;

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
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.VirtualHostRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/hosts")
@Tag(name = "Hosts", description = "Names that a client may give with HOST (RFC 7151).")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class HostsResource {
    static final int MAX_HOSTS = 1000;

    private final ObjectMapper json;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;

    public HostsResource(ObjectMapper json, Author author, Precondition precondition, Creation creation) {
        this.json = json;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
    }

    @GET
    @Operation(summary = "List the virtual hosts", operationId = "listHosts", description = "By name.")
    @APIResponseSchema(value = HostsView.class, responseDescription = "All virtual hosts.")
    @Transactional
    public HostsView list() {
        return HostsView.of(VirtualHostRow.byName());
    }

    @POST
    @RolesAllowed(May.ADMINISTER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a virtual host", operationId = "makeHost")
    @APIResponseSchema(value = HostView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<HostView> make(@RequestBody(required = true) NewHost wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private HostView made(NewHost wanted) {
        author.sign();
        if (VirtualHostRow.named(wanted.name()).isPresent()) {
            throw taken(wanted.name());
        }
        if (VirtualHostRow.count() >= MAX_HOSTS) {
            throw Problem.conflict("There are " + MAX_HOSTS + " virtual hosts already, and may not be more.").exception();
        }
        VirtualHostRow row = new VirtualHostRow();
        row.name = wanted.name();
        row.banner = wanted.banner();
        row.createdAt = Moment.now();
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw taken(row.name);
        }
        return HostView.of(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a virtual host", operationId = "readHost")
    @APIResponseSchema(value = HostView.class, responseDescription = "The virtual host.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public HostView read(String name) {
        return VirtualHostRow.named(known(name)).map(HostView::of).orElseThrow(() -> notFound(name));
    }

    @PATCH
    @RolesAllowed(May.ADMINISTER)
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change a virtual host", operationId = "changeHost")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = HostChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = HostChange.class)) })
    @APIResponseSchema(value = HostView.class, responseDescription = "The virtual host as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public HostView change(String name, MergePatch patch) {
        author.sign();
        VirtualHostRow row = VirtualHostRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(HostView.of(row));
        row.banner = patch.appliedTo(HostChange.of(row), json).banner();
        return HostView.of(row);
    }

    @DELETE
    @RolesAllowed(May.ADMINISTER)
    @Path("/{name}")
    @Operation(summary = "Delete a virtual host", operationId = "deleteHost", description = "Only while nothing names it. Who is inside by that name stays.")
    @APIResponse(responseCode = "204", description = "The virtual host is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public void delete(String name) {
        author.sign();
        VirtualHostRow row = VirtualHostRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(HostView.of(row));
        if (row.isUsed()) {
            throw Problem.conflict("Limit rules or maintenance windows are still for this virtual host.").exception();
        }
        row.delete();
    }

    private static String known(String name) {
        return Name.inPath(name, Name::isHost, HostsResource::notFound);
    }

    private static RuntimeException taken(String name) {
        return Problem.conflict("There is a virtual host " + name + " already.").exception();
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no virtual host " + name + ".").exception();
    }
}
