package io.drawbridge.admin.limits;

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
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.AccountGroupRow;
import io.drawbridge.database.Evict;
import io.drawbridge.database.LimitRuleRow;
import io.drawbridge.database.LimitRuleRow.Scope;
import io.drawbridge.database.VirtualHostRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/limits/rules")
@Tag(name = "Limits", description = "How many may be inside, and come, in the whole cluster.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class LimitRulesResource {
    /** Every decision at the door reads them all. */
    static final int MAX_RULES = 1000;

    private final ObjectMapper json;
    private final Enforcement enforcement;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;

    public LimitRulesResource(ObjectMapper json, Enforcement enforcement, Author author, Precondition precondition,
            Creation creation) {
        this.json = json;
        this.enforcement = enforcement;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
    }

    @GET
    @Operation(summary = "List the limit rules", operationId = "listLimitRules", description = "By name.")
    @APIResponseSchema(value = LimitRulesView.class, responseDescription = "All limit rules.")
    @Transactional
    public LimitRulesView list() {
        return LimitRulesView.of(LimitRuleRow.byName());
    }

    @POST
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a limit rule", operationId = "makeLimitRule", description = "In each scope the most particular rule counts, but every network that an address is part of. Without any limit it is an exception: those it is for have none in this scope.")
    @APIResponseSchema(value = LimitRuleView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<LimitRuleView> make(@RequestBody(required = true) NewLimitRule wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private LimitRuleView made(NewLimitRule wanted) {
        Scope scope = Word.meant(wanted.scope(), Scope.class);
        new Faults()
                .unless(scope != Scope.GROUP || wanted.subject() == null || isGroup(wanted.subject()), "subject",
                        "must be the name of a group that there is")
                .unless(scope != Scope.HOST || wanted.subject() == null || isHost(wanted.subject()), "subject",
                        "must be the name of a virtual host that there is")
                .unless(wanted.membersOf() == null || isGroup(wanted.membersOf()), "membersOf",
                        "must be the name of a group that there is")
                .raise();
        if (LimitRuleRow.named(wanted.name()).isPresent()) {
            throw Problem.conflict("There is a limit rule " + wanted.name() + " already.").exception();
        }
        if (LimitRuleRow.count() >= MAX_RULES) {
            throw Problem.conflict("There are " + MAX_RULES + " limit rules already, and may not be more.").exception();
        }
        LimitRuleRow row = new LimitRuleRow();
        row.name = wanted.name();
        row.scope = scope;
        row.subject = wanted.subject();
        row.network = wanted.network();
        row.membersOf = wanted.membersOf();
        row.maxSessions = wanted.maxSessions();
        row.connectionsPerMinute = wanted.connectionsPerMinute();
        row.evict = Word.meant(wanted.evict(), Evict.class);
        row.changed(author.sign());
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            throw Problem.conflict("There is a limit rule of this name, or for the same, already.").exception();
        }
        enforcement.now();
        return LimitRuleView.of(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a limit rule", operationId = "readLimitRule")
    @APIResponseSchema(value = LimitRuleView.class, responseDescription = "The limit rule.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public LimitRuleView read(String name) {
        return LimitRuleRow.named(known(name)).map(LimitRuleView::of).orElseThrow(() -> notFound(name));
    }

    @PATCH
    @RolesAllowed(May.STEER)
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change a limit rule", operationId = "changeLimitRule", description = "A JSON merge patch (RFC 7396). What it is for cannot change.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LimitRuleChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = LimitRuleChange.class)) })
    @APIResponseSchema(value = LimitRuleView.class, responseDescription = "The limit rule as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public LimitRuleView change(String name, MergePatch patch) {
        LimitRuleRow row = forChange(name);
        LimitRuleChange change = patch.appliedTo(LimitRuleChange.of(row), json);
        row.maxSessions = change.maxSessions();
        row.connectionsPerMinute = change.connectionsPerMinute();
        row.evict = Word.meant(change.evict(), Evict.class);
        row.changed(author.sign());
        enforcement.now();
        return LimitRuleView.of(row);
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Path("/{name}")
    @Operation(summary = "Delete a limit rule", operationId = "deleteLimitRule", description = "Those it was for meet the next wider rule of its scope.")
    @APIResponse(responseCode = "204", description = "The limit rule is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void delete(String name) {
        author.sign();
        forChange(name).delete();
        enforcement.now();
    }

    /** Locked, and as the client has read it. */
    private LimitRuleRow forChange(String name) {
        LimitRuleRow row = LimitRuleRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(LimitRuleView.of(row));
        return row;
    }

    private static boolean isGroup(String name) {
        return AccountGroupRow.forUse(name).isPresent();
    }

    private static boolean isHost(String name) {
        return VirtualHostRow.forUse(name).isPresent();
    }

    private static String known(String name) {
        return Name.inPath(name, Name::isChosen, LimitRulesResource::notFound);
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no limit rule " + name + ".").exception();
    }
}
