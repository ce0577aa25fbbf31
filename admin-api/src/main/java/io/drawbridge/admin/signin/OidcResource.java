package io.drawbridge.admin.signin;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.ConsoleSessions;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;

/** Where a browser goes to sign in at the organisation's OpenID provider, and comes back to; Quarkus does what is between. */
@Path("/v1")
@PermitAll
public class OidcResource {
    private static final Logger LOG = Logger.getLogger(OidcResource.class);

    private final SecurityIdentity identity;
    private final ConsoleSessions sessions;
    private final HttpServerRequest request;
    private final boolean oidc;

    public OidcResource(SecurityIdentity identity, ConsoleSessions sessions, HttpServerRequest request,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean oidc) {
        this.identity = identity;
        this.sessions = sessions;
        this.request = request;
        this.oidc = oidc;
    }

    /**
     * Only who has signed in there gets here, where there is a provider: a setting, quarkus.http.auth.permission, sends all
     * others to it.
     */
    @GET
    @Path("/sign-in/oidc")
    @Operation(hidden = true)
    public Response signedIn() {
        if (!oidc) {
            throw Problem.notFound("There is no OpenID provider to sign in at.").exception();
        }
        LOG.infof("address=%s administrator=%s signed in", request.remoteAddress().hostAddress(),
                identity.getPrincipal().getName());
        sessions.end(request);
        return toTheConsole().cookie(SessionCookies.forgetHere(request)).build();
    }

    /** Whoever has signed in is sent to the provider to sign out there, as soon as it is asked who that is. */
    @GET
    @Path("/sign-out/oidc")
    @Operation(hidden = true)
    public Response signedOut() {
        try {
            identity.isAnonymous();
        } catch (AuthenticationFailedException | AuthenticationCompletionException e) {
            LOG.debug("There is nobody to sign out", e);
        }
        return toTheConsole().build();
    }

    private static ResponseBuilder toTheConsole() {
        return Response.status(Status.SEE_OTHER).header(HttpHeaders.LOCATION, "/");
    }
}
