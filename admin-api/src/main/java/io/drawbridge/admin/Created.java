package io.drawbridge.admin;

import java.net.URI;

import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;

/** The answer to a request that has made something: 201, what was made, and where it is (RFC 9110 §15.3.2). */
public final class Created {
    private Created() {
    }

    /** @param name of what was made, below the path of the request */
    public static <T> RestResponse<T> below(UriInfo request, String name, T view) {
        return at(request.getAbsolutePathBuilder().path("{name}").build(name), view);
    }

    public static <T> RestResponse<T> at(URI location, T view) {
        return RestResponse.ResponseBuilder.<T> created(location).entity(view).build();
    }
}
