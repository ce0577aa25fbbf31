package io.drawbridge.admin.description;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.problem.Problem;

/** Problems that many operations answer alike, as the OpenAPI document tells of them. */
enum Answer {
    BAD_INPUT(400, ApiDescription.BAD_INPUT,
            "A rule is broken, and nothing has changed. The problem names each field that is wrong.",
            "Bad Request", "maxSessions must be 0 or more, or null for no limit"),
    NOT_LOGGED_IN(401, ApiDescription.NOT_LOGGED_IN, "No login, or a wrong one.", "Unauthorized",
            "Log in with the name and the password of an administrator, or with a token."),
    FORBIDDEN(403, "Forbidden", "Your role may not do this.", "Forbidden", "Your role may not do this."),
    NOT_FOUND(404, ApiDescription.NOT_FOUND, "There is no such thing.", "Not Found", "There is no account alice."),
    NOT_ACCEPTABLE(406, "NotAcceptable", "The request accepts no JSON.", "Not Acceptable", "Answers are application/json."),
    CONFLICT(409, ApiDescription.CONFLICT,
            "It does not go with what is there: the name is taken, something still names it, or there are too many.",
            "Conflict", "There is an account alice already."),
    STALE(412, "Stale", "It was changed since you have read it (If-Match), or is there already (If-None-Match).",
            "Precondition Failed",
            "It was changed since you have read it. Read it again."),
    TOO_LARGE(413, "TooLarge", "The body is larger than 64 KiB.", "Request Entity Too Large",
            "The body is larger than 65536 bytes."),
    UNSUPPORTED(415, "Unsupported", "The body does not say that it is JSON.", "Unsupported Media Type",
            "Bodies are application/json; for PATCH also application/merge-patch+json."),
    KEY_USED(422, "KeyUsed", "The Idempotency-Key was used for something else.", "Unprocessable Content",
            "This Idempotency-Key was used for something else."),
    BANNED(429, "Banned", "Your address is banned.", "Too Many Requests",
            "Your address is banned: too many failed logins, or other offences."),
    FAILED(500, "Failed", "A fault of the server; its log says more.", "Internal Server Error",
            "The server failed. Its log says why."),
    AWAY(503, "Away", "The database does not answer.", "Service Unavailable",
            "The database does not answer. Try again in a moment.");

    private static final String COMPONENTS = "#/components/responses/";

    private final int status;
    private final String component;
    private final String description;
    private final String title;
    private final String detail;

    Answer(int status, String component, String description, String title, String detail) {
        this.status = status;
        this.component = component;
        this.description = description;
        this.title = title;
        this.detail = detail;
    }

    String code() {
        return String.valueOf(status);
    }

    String component() {
        return component;
    }

    APIResponse reference() {
        return OASFactory.createAPIResponse().ref(COMPONENTS + component);
    }

    APIResponse described() {
        APIResponse response = OASFactory.createAPIResponse().description(description).content(OASFactory.createContent()
                .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")).example(example())));
        switch (this) {
            case NOT_LOGGED_IN -> response.addHeader("WWW-Authenticate", OASFactory.createHeader()
                    .description("How to log in (RFC 9110 §11.6.1).")
                    .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
            case BANNED, AWAY -> response.addHeader("Retry-After", OASFactory.createHeader()
                    .description("When to try again, in seconds.").required(true)
                    .schema(OASFactory.createSchema().addType(SchemaType.INTEGER)));
            case BAD_INPUT, FORBIDDEN, NOT_FOUND, NOT_ACCEPTABLE, CONFLICT, STALE, TOO_LARGE, UNSUPPORTED, KEY_USED, FAILED -> {
            }
        }
        return response;
    }

    private Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", "about:blank");
        example.put("title", title);
        example.put("status", status);
        example.put("detail", detail);
        if (this == BAD_INPUT) {
            // In the same order in each run, which Map.of is not.
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("field", "maxSessions");
            error.put("detail", "must be 0 or more, or null for no limit");
            example.put("errors", List.of(error));
        }
        return example;
    }
}
