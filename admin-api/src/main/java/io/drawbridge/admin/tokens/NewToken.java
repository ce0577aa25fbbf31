package io.drawbridge.admin.tokens;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.Role;

/**
 * A token to be made.
 *
 * @param name not null
 * @param role viewer unless given
 * @param expiresAt ISO 8601, in the future; null: it does not expire
 */
public record NewToken(
        @Schema(required = true, pattern = Name.PATTERN, examples = "backup-job") String name,
        @Schema(defaultValue = "viewer", enumeration = {
                "viewer", "operator", "admin" }, description = "None higher than your own.") String role,
        @Schema(nullable = true, format = "date-time", description = "Null: it does not expire.", examples = "2027-01-01T00:00:00Z") String expiresAt){

    public NewToken {
        role = role == null ? Word.of(Role.VIEWER) : role;
        Faults faults = new Faults().unless(Name.isChosen(name), "name", Name.RULE);
        Word.read(role, Role.class, "role", faults);
        Instant end = Moment.read(expiresAt, "expiresAt", faults);
        faults.unless(end == null || end.isAfter(Instant.now()), "expiresAt", "must be in the future").raise();
    }

    /** Null: never. */
    Instant end() {
        return Moment.read(expiresAt, "expiresAt", new Faults());
    }
}
