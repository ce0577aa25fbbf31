package io.drawbridge.admin.signin;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.security.AdminConfig;
import io.drawbridge.admin.security.Administrators;
import io.drawbridge.admin.security.ConsoleSessions;
import io.drawbridge.database.AdministratorRow;
import io.vertx.core.http.HttpServerRequest;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1")
@Tag(name = "Signing in", description = "For browsers. Programs send their password or token with each request.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@PermitAll
@SecurityRequirements
public class SignInResource {
    private static final String OIDC_HREF = "/api/v1/sign-in/oidc";
    private static final Logger LOG = Logger.getLogger(SignInResource.class);

    private final Administrators administrators;
    private final ConsoleSessions sessions;
    private final HttpServerRequest request;
    private final AdminConfig config;
    private final boolean oidc;

    public SignInResource(Administrators administrators, ConsoleSessions sessions, HttpServerRequest request,
            AdminConfig config, @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean oidc) {
        this.administrators = administrators;
        this.sessions = sessions;
        this.request = request;
        this.config = config;
        this.oidc = oidc;
    }

    @GET
    @Path("/sign-in")
    @Operation(summary = "Read how one may sign in", operationId = "readSignIn")
    @APIResponseSchema(value = SignInView.class, responseDescription = "What there is.")
    public SignInView read() {
        return new SignInView(true, oidc ? new SignInView.Oidc(config.oidcName(), OIDC_HREF) : null);
    }

    @POST
    @Path("/sign-in")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sign in", operationId = "signIn", description = "With the name and the password of an administrator. The cookie of the answer stands for them until you sign out, stay away for a while, or it has lasted for a day's work.")
    @APIResponse(responseCode = "204", description = "You are in.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "401", ref = ApiDescription.NOT_LOGGED_IN)
    public Response signIn(@RequestBody(required = true) Credentials credentials) {
        String address = request.remoteAddress().hostAddress();
        AdministratorRow administrator = administrators.known(credentials.name(), credentials.password(), address);
        String secret = sessions.begin(administrator);
        LOG.infof("address=%s administrator=%s signed in", address, administrator.name);
        return Response.noContent().cookie(SessionCookies.here(secret, request))
                .cookie(SessionCookies.forgetProviders(request)).build();
    }

    @POST
    @Path("/sign-out")
    @Operation(summary = "Sign out", operationId = "signOut", description = "Of this browser.")
    @APIResponse(responseCode = "204", description = "You are out.")
    public Response signOut() {
        sessions.end(request);
        return Response.noContent().cookie(SessionCookies.forgetHere(request))
                .cookie(SessionCookies.forgetProviders(request)).build();
    }
}
