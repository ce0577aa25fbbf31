package io.drawbridge.admin.groups;

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
import io.drawbridge.database.AccountGroupRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/groups")
@Tag(name = "Groups", description = "Accounts that share a pool of sessions, or a maintenance.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class GroupsResource {
    static final int MAX_GROUPS = 1000;

    private final ObjectMapper json;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;

    public GroupsResource(ObjectMapper json, Author author, Precondition precondition, Creation creation) {
        this.json = json;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
    }

    @GET
    @Operation(summary = "List the groups", operationId = "listGroups", description = "By name.")
    @APIResponseSchema(value = GroupsView.class, responseDescription = "All groups.")
    @Transactional
    public GroupsView list() {
        return GroupsView.of(AccountGroupRow.byName());
    }

    @POST
    @RolesAllowed(May.ADMINISTER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a group", operationId = "makeGroup")
    @APIResponseSchema(value = GroupView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<GroupView> make(@RequestBody(required = true) NewGroup wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private GroupView made(NewGroup wanted) {
        author.sign();
        if (AccountGroupRow.named(wanted.name()).isPresent()) {
            throw taken(wanted.name());
        }
        if (AccountGroupRow.count() >= MAX_GROUPS) {
            throw Problem.conflict("There are " + MAX_GROUPS + " groups already, and may not be more.").exception();
        }
        AccountGroupRow row = new AccountGroupRow();
        row.name = wanted.name();
        row.permissions = wanted.permissions();
        row.allowedNetworks = wanted.allowedNetworks();
        row.createdAt = Moment.now();
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw taken(row.name);
        }
        return GroupView.of(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a group", operationId = "readGroup")
    @APIResponseSchema(value = GroupView.class, responseDescription = "The group.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public GroupView read(String name) {
        return AccountGroupRow.named(known(name)).map(GroupView::of).orElseThrow(() -> notFound(name));
    }

    @PATCH
    @RolesAllowed(May.ADMINISTER)
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change a group", operationId = "changeGroup", description = "Permissions hold at once, also for sessions; allowed networks from the next login on.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = GroupChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = GroupChange.class)) })
    @APIResponseSchema(value = GroupView.class, responseDescription = "The group as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public GroupView change(String name, MergePatch patch) {
        author.sign();
        AccountGroupRow row = forChange(name);
        GroupChange change = patch.appliedTo(GroupChange.of(row), json);
        row.permissions = change.permissions();
        row.allowedNetworks = change.allowedNetworks();
        return GroupView.of(row);
    }

    @DELETE
    @RolesAllowed(May.ADMINISTER)
    @Path("/{name}")
    @Operation(summary = "Delete a group", operationId = "deleteGroup", description = "Only while nothing names it.")
    @APIResponse(responseCode = "204", description = "The group is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public void delete(String name) {
        author.sign();
        AccountGroupRow row = forChange(name);
        if (row.isUsed()) {
            throw Problem.conflict("Accounts, limit rules or maintenance windows are still for this group.").exception();
        }
        row.delete();
    }

    /** Locked, and as the client has read it. */
    private AccountGroupRow forChange(String name) {
        AccountGroupRow row = AccountGroupRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(GroupView.of(row));
        return row;
    }

    private static String known(String name) {
        return Name.inPath(name, Name::isChosen, GroupsResource::notFound);
    }

    private static RuntimeException taken(String name) {
        return Problem.conflict("There is a group " + name + " already.").exception();
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no group " + name + ".").exception();
    }
}
