package io.drawbridge.admin.tokens;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestResponse;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.Created;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.BearerTokens;
import io.drawbridge.admin.security.May;
import io.drawbridge.admin.security.Organisation;
import io.drawbridge.admin.security.Tokens;
import io.drawbridge.database.ApiTokenRow;
import io.drawbridge.database.Role;
import io.quarkus.security.identity.SecurityIdentity;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/tokens")
@Tag(name = "Tokens", description = "What programs show in place of a password: Authorization: Bearer dbt_…")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class TokensResource {
    static final int MAX_TOKENS = 100;

    private final SecurityIdentity identity;
    private final Author author;

    public TokensResource(SecurityIdentity identity, Author author) {
        this.identity = identity;
        this.author = author;
    }

    @GET
    @Operation(summary = "List the tokens", operationId = "listTokens", description = "By name: your own; an admin sees those of all.")
    @APIResponseSchema(value = TokensView.class, responseDescription = "The tokens, without what they are.")
    @Transactional
    public TokensView list() {
        return TokensView.of(ApiTokenRow.byName(identity.hasRole(May.ADMINISTER) ? null : me()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a token", operationId = "makeToken", description = "For yourself. It is shown in this answer and never again. A token makes no tokens.")
    @APIResponseSchema(value = TokenView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<TokenView> make(@RequestBody(required = true) NewToken wanted, UriInfo request) {
        if (BearerTokens.isOf(identity)) {
            throw Problem.of(Status.FORBIDDEN, "A token makes no tokens: log in with your password.").exception();
        }
        if (Organisation.isOf(identity)) {
            throw Problem
                    .of(Status.FORBIDDEN,
                            "A token stands for an administrator: programs of yours show one of your OpenID provider.")
                    .exception();
        }
        new Faults().unless(identity.hasRole(wanted.role()), "role", "must be none higher than your own").raise();
        author.sign();
        if (ApiTokenRow.named(wanted.name()).isPresent()) {
            throw taken(wanted.name());
        }
        if (ApiTokenRow.countOf(me()) >= MAX_TOKENS) {
            throw Problem.conflict("You have " + MAX_TOKENS + " tokens already, and may not have more.").exception();
        }
        String token = Tokens.make();
        ApiTokenRow row = new ApiTokenRow();
        row.name = wanted.name();
        row.owner = me();
        row.role = Word.meant(wanted.role(), Role.class);
        row.secretHash = Tokens.digest(token);
        row.createdAt = Moment.now();
        row.expiresAt = wanted.end();
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw taken(row.name);
        }
        return Created.below(request, row.name, TokenView.made(row, token));
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a token", operationId = "readToken")
    @APIResponseSchema(value = TokenView.class, responseDescription = "The token, without what it is.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public TokenView read(String name) {
        return TokenView.of(mine(name));
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Delete a token", operationId = "deleteToken", description = "Your own; an admin any. It is of no use from then on.")
    @APIResponse(responseCode = "204", description = "The token is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void delete(String name) {
        author.sign();
        mine(name).delete();
    }

    /** Of those of others nobody but an admin hears that they are there. */
    private ApiTokenRow mine(String name) {
        return ApiTokenRow.named(Name.inPath(name, Name::isChosen, TokensResource::notFound))
                .filter(row -> identity.hasRole(May.ADMINISTER) || row.owner.equals(me())).orElseThrow(() -> notFound(name));
    }

    private String me() {
        return identity.getPrincipal().getName();
    }

    private static RuntimeException taken(String name) {
        return Problem.conflict("There is a token " + name + " already.").exception();
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no token " + name + ".").exception();
    }
}
