package io.drawbridge.admin.administrators;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Word;
import io.drawbridge.database.AdministratorRow;

/** An administrator as the client reads it: all but the password. */
public record AdministratorView(@Schema(examples = "alice") String name,
        @Schema(enumeration = {
                "viewer", "operator",
                "admin" }, description = "viewer: sees all but secrets. operator: also steers the door. admin: also says who may do what.") String role,
        @Schema(description = "Whether it may log in.") boolean enabled,
        Instant createdAt, Instant changedAt) implements Editable{

    static AdministratorView of(AdministratorRow row) {
        return new AdministratorView(row.name, Word.of(row.role), row.enabled, row.createdAt, row.changedAt);
    }
}
