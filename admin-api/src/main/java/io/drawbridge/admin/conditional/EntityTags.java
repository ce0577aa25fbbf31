package io.drawbridge.admin.conditional;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Sends the entity tag with everything that can be edited, and 304 to who has it already. */
final class EntityTags {
    private static final String ANY = "*";
    private static final String WEAK = "W/";

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Editable editable
                && response.getStatus() < Status.MOVED_PERMANENTLY.getStatusCode()) {
            String tag = editable.entityTag();
            response.getHeaders().putSingle(HttpHeaders.ETAG, '"' + tag + '"');
            List<String> known = request.getHeaders().getOrDefault(HttpHeaders.IF_NONE_MATCH, List.of());
            if (request.getMethod().equals(HttpMethod.GET) && includeWeakly(known, Optional.of(tag))) {
                response.setStatus(Status.NOT_MODIFIED.getStatusCode());
                response.setEntity(null);
            }
        }
    }

    /** @param values of If-Match, as they were sent: a weak tag is no match (RFC 9110 §13.1.1) */
    static boolean include(List<String> values, Optional<String> tag) {
        return tag.isPresent() && each(values).anyMatch(value -> value.equals(ANY) || value.equals('"' + tag.get() + '"'));
    }

    /** @param values of If-None-Match, as they were sent: what compresses answers on the way makes their tags weak (§13.1.2) */
    static boolean includeWeakly(List<String> values, Optional<String> tag) {
        return include(each(values).map(value -> value.startsWith(WEAK) ? value.substring(WEAK.length()) : value).toList(),
                tag);
    }

    private static Stream<String> each(List<String> values) {
        return values.stream().flatMap(value -> Stream.of(value.split(","))).map(String::strip);
    }
}
