package io.drawbridge.admin.description;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.eclipse.microprofile.openapi.models.PathItem;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import io.drawbridge.admin.problem.Faults;

/**
 * Refuses query parameters that an operation does not know, because a misspelt filter that is passed over in silence matches
 * everything; and says which methods a path knows.
 */
final class AsDescribed {
    private final Operations operations;

    AsDescribed(Operations operations) {
        this.operations = operations;
    }

    @ServerRequestFilter
    void refuseUnknownParameters(ContainerRequestContext request) {
        Optional<Map<String, Boolean>> known = methods(request).map(methods -> methods.get(method(request)));
        if (known.isPresent()) {
            Faults faults = new Faults();
            for (Map.Entry<String, List<String>> sent : request.getUriInfo().getQueryParameters().entrySet()) {
                faults.unless(known.get().containsKey(sent.getKey()), sent.getKey(), "is not a parameter of this operation")
                        .unless(sent.getValue().size() == 1 || known.get().getOrDefault(sent.getKey(), true), sent.getKey(),
                                "must be given once");
            }
            faults.raise();
        }
    }

    /** RFC 9110 §15.5.6 */
    @ServerResponseFilter
    void allow(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            methods(request).ifPresent(methods -> response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ",
                    Stream.concat(methods.keySet().stream().map(Enum::name), Stream.of(HttpMethod.OPTIONS)).toList())));
        }
    }

    private Optional<Map<PathItem.HttpMethod, Map<String, Boolean>>> methods(ContainerRequestContext request) {
        return operations.at(request.getUriInfo().getRequestUri().getRawPath());
    }

    /** HEAD is a GET without its body. */
    private static PathItem.HttpMethod method(ContainerRequestContext request) {
        String method = request.getMethod().toUpperCase(Locale.ROOT);
        return Stream.of(PathItem.HttpMethod.values())
                .filter(one -> one.name().equals(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method)).findFirst()
                .orElse(null);
    }
}
