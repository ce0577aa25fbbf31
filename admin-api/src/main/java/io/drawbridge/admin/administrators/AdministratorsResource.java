package io.drawbridge.admin.administrators;

import java.util.List;

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

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Creation;
import io.drawbridge.admin.conditional.Precondition;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.ConsoleSessions;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.Role;
import io.quarkus.security.identity.SecurityIdentity;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/administrators")
@Tag(name = "Administrators", description = "Who may use this API, and how far.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.ADMINISTER)
public class AdministratorsResource {
    /** Each change looks at all of them. */
    static final int MAX_ADMINISTRATORS = 1000;

    private final ObjectMapper json;
    private final Passwords passwords;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;
    private final ConsoleSessions sessions;
    private final SecurityIdentity identity;

    public AdministratorsResource(ObjectMapper json, Passwords passwords, Author author, Precondition precondition,
            Creation creation, ConsoleSessions sessions, SecurityIdentity identity) {
        this.json = json;
        this.passwords = passwords;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
        this.sessions = sessions;
        this.identity = identity;
    }

    @GET
    @Operation(summary = "List the administrators", operationId = "listAdministrators", description = "By name.")
    @APIResponseSchema(value = AdministratorsView.class, responseDescription = "All administrators.")
    @Transactional
    public AdministratorsView list() {
        return AdministratorsView.of(AdministratorRow.byName());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make an administrator", operationId = "makeAdministrator")
    @APIResponseSchema(value = AdministratorView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<AdministratorView> make(@RequestBody(required = true) NewAdministrator wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private AdministratorView made(NewAdministrator wanted) {
        author.sign();
        if (AdministratorRow.named(wanted.name()).isPresent()) {
            throw taken(wanted.name());
        }
        if (AdministratorRow.count() >= MAX_ADMINISTRATORS) {
            throw Problem.conflict("There are " + MAX_ADMINISTRATORS + " administrators already, and may not be more.")
                    .exception();
        }
        AdministratorRow row = new AdministratorRow();
        row.name = wanted.name();
        row.passwordHash = passwords.hash(wanted.password());
        row.role = Word.meant(wanted.role(), Role.class);
        row.enabled = wanted.enabled();
        row.createdAt = Moment.now();
        row.changedAt = row.createdAt;
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw taken(row.name);
        }
        return AdministratorView.of(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read an administrator", operationId = "readAdministrator")
    @APIResponseSchema(value = AdministratorView.class, responseDescription = "The administrator.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public AdministratorView read(String name) {
        return AdministratorRow.named(known(name)).map(AdministratorView::of).orElseThrow(() -> notFound(name));
    }

    @PATCH
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change an administrator", operationId = "changeAdministrator", description = "From the next request on, also for its tokens. A new password, or being disabled, signs it out of the console. Somebody must be left who may administer.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AdministratorChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = AdministratorChange.class)) })
    @APIResponseSchema(value = AdministratorView.class, responseDescription = "The administrator as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public AdministratorView change(String name, MergePatch patch) {
        author.sign();
        List<AdministratorRow> all = AdministratorRow.allForChange();
        AdministratorRow row = among(all, name);
        AdministratorChange change = patch.withoutNulls().appliedTo(AdministratorChange.of(row), json);
        if (change.password() != null) {
            row.passwordHash = passwords.hash(change.password());
        }
        row.role = Word.meant(change.role(), Role.class);
        row.enabled = change.enabled();
        row.changedAt = Moment.now();
        someoneIsLeft(all);
        if (change.password() != null || !row.enabled) {
            sessions.endOthers(row.name, identity);
        }
        return AdministratorView.of(row);
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Delete an administrator", operationId = "deleteAdministrator", description = "Its tokens go with it. Somebody must be left who may administer.")
    @APIResponse(responseCode = "204", description = "The administrator is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public void delete(String name) {
        author.sign();
        List<AdministratorRow> all = AdministratorRow.allForChange();
        AdministratorRow row = among(all, name);
        someoneIsLeft(all.stream().filter(other -> other != row).toList());
        row.delete();
    }

    private AdministratorRow among(List<AdministratorRow> all, String name) {
        String wanted = known(name);
        AdministratorRow row = all.stream().filter(one -> one.name.equals(wanted)).findFirst()
                .orElseThrow(() -> notFound(name));
        precondition.holdsFor(AdministratorView.of(row));
        return row;
    }

    private static void someoneIsLeft(List<AdministratorRow> rows) {
        if (rows.stream().noneMatch(row -> row.enabled && row.role == Role.ADMIN)) {
            throw Problem.conflict("Nobody would be left who may administer.").exception();
        }
    }

    private static String known(String name) {
        return Name.inPath(name, AccountRules::isName, AdministratorsResource::notFound);
    }

    private static RuntimeException taken(String name) {
        return Problem.conflict("There is an administrator " + name + " already.").exception();
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no administrator " + name + ".").exception();
    }
}
