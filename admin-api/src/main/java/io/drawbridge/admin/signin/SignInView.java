package io.drawbridge.admin.signin;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How one may sign in.
 *
 * @param oidc null: not there
 */
public record SignInView(@Schema(description = "With the name and the password of an administrator.") boolean password,
        @Schema(nullable = true, description = "At the OpenID provider of the organisation; null: there is none.") Oidc oidc) {

    /**
     * @param name for people to read
     * @param href where the browser is to go
     */
    public record Oidc(@Schema(examples = "Example Inc.") String name,
            @Schema(description = "Where the browser is to go.", examples = "/api/v1/sign-in/oidc") String href) {
    }
}
