package io.drawbridge.admin.problem;

import java.util.List;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An error as the client reads it: RFC 9457 §3.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is (RFC 9457 §4.2.1)
 * @param title the words of the status
 * @param status of HTTP, 400 to 599
 * @param detail what went wrong this time, for a person to read
 * @param errors which fields of the body are wrong; empty when it is not about a field
 */
// @formatter:off
@RegisterForReflection // Jackson writes it, and no method of a resource names it.
public record Problem(
        @Schema(description = "The status says what kind of problem it is (RFC 9457 §4.2.1).", enumeration = "about:blank")
        String type,
        @Schema(description = "The words of the status.", examples = "Bad Request")
        String title,
        @Schema(description = "Of HTTP.", minimum = "400", maximum = "599", examples = "400")
        int status,
        @Schema(description = "What went wrong this time, for a person to read.", examples = "maxSessions must be 0 or more")
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Schema(description = "Which fields of the request are wrong; not there when it is not about a field.")
        List<FieldError> errors) {
    // @formatter:on
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * @param field its name in the JSON of the request
     * @param detail the rule that it breaks, as the rest of a sentence that begins with the name: "must be 0 or more"
     */
    @RegisterForReflection
    public record FieldError(
            @Schema(description = "Its name in the body, or of the parameter.", examples = "maxSessions") String field,
            @Schema(description = "The rule that it breaks, as the rest of a sentence that begins with the name.", examples = "must be 0 or more") String detail) {
    }

    public static Problem of(Status status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, List.of());
    }

    /** @param errors at least one */
    public static Problem ofFields(List<FieldError> errors) {
        String detail = String.join("; ", errors.stream().map(error -> error.field() + " " + error.detail()).toList());
        return new Problem("about:blank", Status.BAD_REQUEST.getReasonPhrase(), Status.BAD_REQUEST.getStatusCode(), detail,
                List.copyOf(errors));
    }

    public static Problem notFound(String detail) {
        return of(Status.NOT_FOUND, detail);
    }

    /** What was asked for does not go with what is there. */
    public static Problem conflict(String detail) {
        return of(Status.CONFLICT, detail);
    }

    /** RFC 9110 §15.5.21, for which Jakarta has no name. */
    public static Problem unprocessable(String detail) {
        return new Problem("about:blank", "Unprocessable Content", 422, detail, List.of());
    }

    /** To throw: the client gets this problem, and a transaction that it leaves is rolled back. */
    public WebApplicationException exception() {
        return new WebApplicationException(response().build());
    }

    /** To add headers to. */
    public ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
