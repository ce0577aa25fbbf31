package io.drawbridge.admin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.ConsoleSessions;

/** Where the API begins (its resources add their version), and what its OpenAPI document says of all of it. */
// @formatter:off
@ApplicationPath("/api")
@OpenAPIDefinition(
    info = @Info(title = "Drawbridge admin API", version = "1",
        license = @License(name = "Apache-2.0", identifier = "Apache-2.0"),
        description = "Steers who may come in to the FTP servers of a cluster. Every error is a problem (RFC 9457)."
            + " Moments are in UTC (RFC 3339), answers may get more fields, requests must not have unknown"
            + " ones. A field that is null is as one that is not sent, but in a merge patch (RFC 7396)."),
    security = { @SecurityRequirement(name = ApiDescription.BASIC), @SecurityRequirement(name = ApiDescription.BEARER),
        @SecurityRequirement(name = ApiDescription.COOKIE) },
    components = @Components(
        securitySchemes = {
            @SecurityScheme(securitySchemeName = ApiDescription.BASIC, type = SecuritySchemeType.HTTP,
                scheme = "basic", description = "Name and password of an administrator."),
            @SecurityScheme(securitySchemeName = ApiDescription.BEARER, type = SecuritySchemeType.HTTP,
                scheme = "bearer", description = "A token, made with POST tokens; or an access token of the organisation's OpenID provider."),
            @SecurityScheme(securitySchemeName = ApiDescription.COOKIE, type = SecuritySchemeType.APIKEY,
                in = SecuritySchemeIn.COOKIE, apiKeyName = ConsoleSessions.COOKIE, description = "Of a browser, from POST sign-in.")},
        // Others are added by Completion. This one is here to be found: it is what old annotations of resources refer to.
        responses = @APIResponse(name = ApiDescription.OTHER_PROBLEM, description = "Any other problem.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))))
// @formatter:on
public class ApiDescription extends Application {
    public static final String BAD_INPUT = "BadInput";
    public static final String NOT_LOGGED_IN = "NotLoggedIn";
    public static final String NOT_FOUND = "NotFound";
    public static final String CONFLICT = "Conflict";
    public static final String OTHER_PROBLEM = "OtherProblem";
    static final String BASIC = "basic";
    static final String BEARER = "token";
    static final String COOKIE = "session";
}
