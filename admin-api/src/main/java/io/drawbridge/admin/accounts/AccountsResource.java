package io.drawbridge.admin.accounts;

import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
import io.drawbridge.admin.input.Items;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.limits.Enforcement;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.admin.sessions.Kick;
import io.drawbridge.database.AccountGroupRow;
import io.drawbridge.database.AccountRow;
import io.quarkus.panache.common.Sort;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/accounts")
@Tag(name = "Accounts", description = "Who may log in by FTP.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class AccountsResource {
    private final ObjectMapper json;
    private final Passwords passwords;
    private final Kick kick;
    private final Enforcement enforcement;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;

    public AccountsResource(ObjectMapper json, Passwords passwords, Kick kick, Enforcement enforcement,
            Author author, Precondition precondition, Creation creation) {
        this.json = json;
        this.passwords = passwords;
        this.kick = kick;
        this.enforcement = enforcement;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
    }

    @GET
    @Operation(summary = "List the accounts", operationId = "listAccounts", description = "By name, a page at a time: what is made or deleted meanwhile moves no other to another page.")
    @APIResponseSchema(value = AccountsView.class, responseDescription = "The accounts.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public AccountsView list(@BeanParam AccountFilter filter,
            @Parameter(description = "The `next` of the page before.", example = "maria", schema = @Schema(maxLength = 64)) @QueryParam("after") String after,
            @Parameter(description = "How many at most.", schema = @Schema(minimum = "1", maximum = ""
                    + Items.MOST)) @QueryParam("limit") @DefaultValue("100") String limit) {
        Faults faults = new Faults();
        filter.check(faults);
        int atMost = Items.read(limit, "limit", faults);
        faults.unless(after == null || AccountRules.isName(after), "after", "must be the next of another page").raise();

        Map<String, Object> values = filter.values();
        long total = AccountRow.count(filter.condition(), values);
        if (after != null) {
            values.put("after", after);
        }
        List<AccountRow> rows = AccountRow.<AccountRow> find(
                filter.condition() + (after == null ? "" : " and name > :after"), Sort.by("name"), values)
                .page(0, atMost + 1).list();
        List<AccountRow> shown = rows.subList(0, Math.min(atMost, rows.size()));
        return new AccountsView(shown.stream().map(AccountView::of).toList(), total,
                rows.size() > atMost ? shown.getLast().name : null);
    }

    @POST
    @RolesAllowed(May.ADMINISTER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make an account", operationId = "makeAccount")
    @APIResponseSchema(value = AccountView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<AccountView> make(@RequestBody(required = true) NewAccount wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private AccountView made(NewAccount wanted) {
        author.sign();
        if (AccountRow.named(wanted.name()).isPresent()) {
            throw taken(wanted.name());
        }
        AccountRow row = new AccountRow();
        row.name = wanted.name();
        row.passwordHash = passwords.hash(wanted.password());
        row.home = wanted.home();
        row.enabled = wanted.enabled();
        row.tlsRequired = wanted.tlsRequired();
        row.certificates = wanted.certificates();
        row.groupName = groupNamed(wanted.group());
        row.permissions = wanted.permissions();
        row.allowedNetworks = wanted.allowedNetworks();
        row.expiresAt = wanted.expiry();
        row.createdAt = Moment.now();
        row.changedAt = row.createdAt;
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw taken(row.name);
        }
        return AccountView.of(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read an account", operationId = "readAccount")
    @APIResponseSchema(value = AccountView.class, responseDescription = "The account.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public AccountView read(String name) {
        return AccountRow.named(known(name)).map(AccountView::of).orElseThrow(() -> notFound(name));
    }

    @PATCH
    @RolesAllowed(May.ADMINISTER)
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change an account", operationId = "changeAccount", description = "Disabling it ends its sessions; in another group they count there at once. Permissions hold at once for sessions too, allowed networks from the next login on.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AccountChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = AccountChange.class)) })
    @APIResponseSchema(value = AccountView.class, responseDescription = "The account as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public AccountView change(String name, MergePatch patch) {
        author.sign();
        AccountRow row = forChange(name);
        AccountChange change = patch.withoutNulls("group", "permissions", "allowedNetworks", "expiresAt")
                .appliedTo(AccountChange.of(row), json);
        if (change.password() != null) {
            row.passwordHash = passwords.hash(change.password());
        }
        row.home = change.home();
        row.enabled = change.enabled();
        row.tlsRequired = change.tlsRequired();
        row.certificates = change.certificates();
        boolean joins = change.group() != null && !change.group().equals(row.groupName);
        row.groupName = groupNamed(change.group());
        row.permissions = change.permissions();
        row.allowedNetworks = change.allowedNetworks();
        row.expiresAt = change.expiry();
        row.changedAt = Moment.now();
        if (joins) {
            enforcement.now();
        }
        if (!row.enabled) {
            kick.account(row.name, author.sign());
        }
        return AccountView.of(row);
    }

    @DELETE
    @RolesAllowed(May.ADMINISTER)
    @Path("/{name}")
    @Operation(summary = "Delete an account", operationId = "deleteAccount", description = "Ends its sessions. The files in its home stay.")
    @APIResponse(responseCode = "204", description = "The account is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void delete(String name) {
        String by = author.sign();
        forChange(name).delete();
        kick.account(name, by);
    }

    /** Locked, and as the client has read it. */
    private AccountRow forChange(String name) {
        AccountRow row = AccountRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(AccountView.of(row));
        return row;
    }

    private static String groupNamed(String name) {
        new Faults().unless(name == null || Name.isChosen(name) && AccountGroupRow.forUse(name).isPresent(), "group",
                "must be the name of a group that there is, or null").raise();
        return name;
    }

    private static String known(String name) {
        return Name.inPath(name, AccountRules::isName, AccountsResource::notFound);
    }

    private static RuntimeException taken(String name) {
        return Problem.conflict("There is an account " + name + " already.").exception();
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no account " + name + ".").exception();
    }
}
