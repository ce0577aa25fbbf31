package io.drawbridge.admin.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** What a program has in its header Authorization, and begins with {@link Tokens#PREFIX}. */
final class ShownToken extends BaseAuthenticationRequest {
    private final String token;

    ShownToken(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
