package io.drawbridge.admin.description;

import java.io.IOException;
import java.net.URI;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/** Holds every answer of every REST Assured test to the OpenAPI document; JUnit finds it by META-INF/services. */
public final class AnswersAsDescribed implements Filter, QuarkusTestBeforeEachCallback {
    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        if (RestAssured.filters().stream().noneMatch(AnswersAsDescribed.class::isInstance)) {
            RestAssured.filters(new AnswersAsDescribed());
        }
    }

    @Override
    public Response filter(FilterableRequestSpecification request, FilterableResponseSpecification expected,
            FilterContext context) {
        Response response = context.next(request, expected);
        URI uri = URI.create(request.getURI());
        Description.current().operation(request.getMethod(), uri.getRawPath()).ifPresent(operation -> {
            byte[] body = response.asByteArray();
            Description.current().objection(operation, response.statusCode(), response.contentType(), body, response::getHeader)
                    .ifPresent(objection -> {
                        throw new AssertionError(objection + ". The answer: " + response.asString());
                    });
            if (response.statusCode() < 300 && operation.takesBody() && request.getBody() instanceof String sent) {
                demand(operation, sent);
            }
        });
        return response;
    }

    /** What was taken must be what the document allows to be sent. */
    private static void demand(Description.Operation operation, String sent) {
        try {
            Description.current().violation(operation, Description.JSON.readTree(sent)).ifPresent(rule -> {
                throw new AssertionError(operation + " has taken a body that its schema does not allow: " + rule + ": " + sent);
            });
        } catch (IOException e) {
            throw new AssertionError(operation + " has taken what is not JSON: " + sent, e);
        }
    }
}
