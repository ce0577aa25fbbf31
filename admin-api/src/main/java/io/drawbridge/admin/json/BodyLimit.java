package io.drawbridge.admin.json;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.drawbridge.admin.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Refuses a body that says how large it is before Quarkus does, whose answer would be no problem. */
@Dependent
final class BodyLimit {
    /** Before everything else. */
    private static final int FIRST = Integer.MIN_VALUE;
    private static final int MAX_DIGITS = 18;

    private final ObjectMapper json;

    BodyLimit(ObjectMapper json) {
        this.json = json;
    }

    void route(@Observes Router router) {
        router.route("/api/*").order(FIRST).handler(request -> {
            if (isTooLarge(request.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
                refuse(request);
            } else {
                request.next();
            }
        });
    }

    /** What is no length is for others to refuse. */
    private static boolean isTooLarge(String length) {
        return length != null && length.matches("[0-9]{1," + MAX_DIGITS + "}") && Long.parseLong(length) > JsonReader.MAX_BYTES;
    }

    private void refuse(RoutingContext request) {
        try {
            request.response().setStatusCode(Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(JsonReader.tooLarge()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
