package io.drawbridge.admin.signin;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.problem.Faults;

/**
 * Who wants to sign in.
 *
 * @param name not null
 * @param password not null
 */
public record Credentials(@Schema(required = true, examples = "admin") String name,
        @Schema(required = true) String password) {

    public Credentials {
        new Faults().unless(name != null, "name", "must be given").unless(password != null, "password", "must be given")
                .raise();
    }

    @Override
    public String toString() {
        return "Credentials[name=" + name + "]";
    }
}
