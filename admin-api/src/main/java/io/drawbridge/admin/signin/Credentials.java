package io.drawbridge.admin.signin;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.Passwords;
import io.drawbridge.admin.problem.Faults;

/**
 * Who wants to sign in.
 *
 * @param name not null
 * @param password not null
 */
public record Credentials(@Schema(required = true, maxLength = Credentials.MAX_NAME, examples = "admin") String name,
        @Schema(required = true, maxLength = Passwords.MAX_LENGTH) String password) {

    private static final int MAX_NAME = 64;

    public Credentials {
        new Faults().unless(name != null && name.length() <= MAX_NAME, "name", "must be of at most 64 characters")
                .unless(password != null && password.length() <= Passwords.MAX_LENGTH, "password",
                        "must be of at most 256 characters")
                .raise();
    }

    @Override
    public String toString() {
        return "Credentials[name=" + name + "]";
    }
}
