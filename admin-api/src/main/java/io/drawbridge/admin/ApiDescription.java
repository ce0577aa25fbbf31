package io.drawbridge.admin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
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
        description = "Steers who may come in to the FTP servers of a cluster. Every error is a problem (RFC 9457)."),
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
        responses = {
            @APIResponse(name = ApiDescription.BAD_INPUT,
                description = "A rule is broken, and nothing has changed. The problem names each field that is wrong.",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class))),
            @APIResponse(name = ApiDescription.NOT_FOUND, description = "There is no such thing.",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class))),
            @APIResponse(name = ApiDescription.CONFLICT, description = "The name is taken.",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class))),
            @APIResponse(name = ApiDescription.OTHER_PROBLEM,
                description = "Any other problem: 401 without a login, 403 when your role may not, 412 when it was changed since you read it, 503 while the database is away, and so on.",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))}))
// @formatter:on
public class ApiDescription extends Application {
    public static final String BAD_INPUT = "BadInput";
    public static final String NOT_FOUND = "NotFound";
    public static final String CONFLICT = "Conflict";
    public static final String OTHER_PROBLEM = "OtherProblem";
    static final String BASIC = "basic";
    static final String BEARER = "token";
    static final String COOKIE = "session";
}
