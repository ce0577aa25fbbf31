package io.drawbridge.admin.administrators;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Stream;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.account.Passwords;
import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.Administrators;
import io.drawbridge.admin.security.BearerTokens;
import io.drawbridge.admin.security.ConsoleSessions;
import io.drawbridge.admin.security.May;
import io.drawbridge.admin.security.Organisation;
import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.Role;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/me")
@Tag(name = "Administrators")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class MeResource {
    private static final String SIGN_OUT_HREF = "/api/v1/sign-out/oidc";

    private final SecurityIdentity identity;
    private final Administrators administrators;
    private final Passwords passwords;
    private final ConsoleSessions sessions;
    private final Author author;
    private final HttpServerRequest request;

    public MeResource(SecurityIdentity identity, Administrators administrators, Passwords passwords, ConsoleSessions sessions,
            Author author, HttpServerRequest request) {
        this.identity = identity;
        this.administrators = administrators;
        this.passwords = passwords;
        this.sessions = sessions;
        this.author = author;
        this.request = request;
    }

    /** Whoever asks. */
    public record Me(
            @Schema(examples = "admin", description = "Of an administrator; or oidc: and the name at the OpenID provider.") String name,
            @Schema(enumeration = {
                    "viewer", "operator",
                    "admin" }, description = "The highest one: of the administrator, or of the token if that is lower.") String role,
            @Schema(nullable = true, description = "When a browser is signed out unless it asks before; null: you have not signed in here with one.") Instant signedInUntil,
            @Schema(nullable = true, description = "Where the browser is to go to sign out, when it has signed in at the OpenID provider; null: POST sign-out.", examples = "/api/v1/sign-out/oidc") String signOutHref){
    }

    @GET
    @Operation(summary = "Read who you are", operationId = "readMe", description = "And how far you may go.")
    @APIResponseSchema(value = Me.class, responseDescription = "You.")
    public Me read() {
        Role role = Stream.of(Role.values()).filter(one -> identity.hasRole(Word.of(one))).max(Comparator.naturalOrder())
                .orElseThrow();
        return new Me(name(), Word.of(role), ConsoleSessions.endOf(identity).orElse(null),
                Organisation.signedIn(identity) ? SIGN_OUT_HREF : null);
    }

    @PUT
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change your password", operationId = "changeMyPassword", description = "Signs you out in all other browsers. A token cannot do it.")
    @APIResponse(responseCode = "204", description = "It is changed.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public void changePassword(@RequestBody(required = true) NewPassword password) {
        if (BearerTokens.isOf(identity)) {
            throw Problem.of(Status.FORBIDDEN, "A token changes no password: log in with yours.").exception();
        }
        if (Organisation.isOf(identity)) {
            throw Problem.of(Status.FORBIDDEN, "Your password is at your OpenID provider.").exception();
        }
        author.sign();
        new Faults().unless(isMine(password.current()), "current", "must be your password").raise();
        String hash = passwords.hash(password.wanted());
        AdministratorRow row = AdministratorRow.named(name()).orElseThrow();
        row.passwordHash = hash;
        row.changedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        sessions.endOthers(row.name, identity);
    }

    /** Who sits at the browser of someone else may guess no more often than at the door. */
    private boolean isMine(String password) {
        try {
            administrators.known(name(), password, request.remoteAddress().hostAddress());
            return true;
        } catch (AuthenticationFailedException e) {
            return false;
        }
    }

    private String name() {
        return identity.getPrincipal().getName();
    }
}
