package io.drawbridge.admin.signin;

import java.util.function.Predicate;

import jakarta.ws.rs.core.NewCookie;

import io.drawbridge.admin.security.ConsoleSessions;
import io.quarkus.oidc.runtime.OidcUtils;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;

/** What a browser is told to keep, and to forget: it is signed in here or at the OpenID provider, and never as two. */
final class SessionCookies {
    private SessionCookies() {
    }

    /** No script reads it, and no request that another site has made carries it. */
    static NewCookie here(String secret, HttpServerRequest request) {
        return cookie(ConsoleSessions.COOKIE, secret, request).build();
    }

    static NewCookie[] forgetHere(HttpServerRequest request) {
        return forget(ConsoleSessions.COOKIE::equals, request);
    }

    static NewCookie[] forgetProviders(HttpServerRequest request) {
        return forget(name -> name.startsWith(OidcUtils.SESSION_COOKIE_NAME), request);
    }

    private static NewCookie[] forget(Predicate<String> names, HttpServerRequest request) {
        return request.cookies().stream().map(Cookie::getName).filter(names)
                .map(name -> cookie(name, "", request).maxAge(0).build()).toArray(NewCookie[]::new);
    }

    private static NewCookie.Builder cookie(String name, String value, HttpServerRequest request) {
        return new NewCookie.Builder(name).value(value).path("/").httpOnly(true).sameSite(NewCookie.SameSite.STRICT)
                .secure("https".equals(request.scheme()));
    }
}
