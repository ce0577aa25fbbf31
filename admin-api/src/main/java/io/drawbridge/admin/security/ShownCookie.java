package io.drawbridge.admin.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** What a browser has in the cookie {@link ConsoleSessions#COOKIE}. */
final class ShownCookie extends BaseAuthenticationRequest {
    private final String secret;

    ShownCookie(String secret) {
        this.secret = secret;
    }

    String secret() {
        return secret;
    }
}
