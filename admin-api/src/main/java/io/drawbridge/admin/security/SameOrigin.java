package io.drawbridge.admin.security;

import java.util.Set;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.drawbridge.admin.problem.Problem;
import io.quarkus.oidc.runtime.OidcUtils;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a browser sends by itself, a cookie or the password of its own dialog, it also sends when the page of a stranger makes
 * it ask: whatever changes something is done for a browser only when a page of this server has asked for it.
 */
final class SameOrigin {
    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String ORIGIN = "Origin";
    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** @return null to go on */
    @ServerRequestFilter(preMatching = true)
    Response refuseOthers(ContainerRequestContext context, HttpServerRequest request) {
        if (SAFE.contains(context.getMethod()) || isOfThisServer(request)) {
            return null;
        }
        return Problem.of(Status.FORBIDDEN, "No page of this server has asked for this.").response().build();
    }

    /**
     * Browsers tell the site (W3C Fetch Metadata), or the origin alone where the connection is not secure; programs neither.
     */
    private static boolean isOfThisServer(HttpServerRequest request) {
        String site = request.getHeader(FETCH_SITE);
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader(ORIGIN);
        if (origin != null) {
            return origin.equals("http://" + request.authority()) || origin.equals("https://" + request.authority());
        }
        return request.cookies().stream().noneMatch(cookie -> cookie.getName().equals(ConsoleSessions.COOKIE)
                || cookie.getName().startsWith(OidcUtils.SESSION_COOKIE_NAME));
    }
}
