package io.drawbridge.admin.administrators;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.Role;

/**
 * An administrator to be made.
 *
 * @param name as {@link AccountRules} says, not null
 * @param password as {@link AccountRules} says, not null
 * @param role viewer unless given
 * @param enabled true unless given
 */
public record NewAdministrator(
        @Schema(required = true, maxLength = 64, description = AccountRules.NAME_RULE, examples = "alice") String name,
        @Schema(required = true, minLength = 1, maxLength = Passwords.MAX_LENGTH) String password,
        @Schema(defaultValue = "viewer", enumeration = {
                "viewer", "operator", "admin" }) String role,
        @Schema(defaultValue = "true", description = "Whether it may log in.") Boolean enabled){

    public NewAdministrator {
        role = role == null ? Word.of(Role.VIEWER) : role;
        enabled = enabled == null || enabled;
        Faults faults = new Faults()
                .unless(name != null && AccountRules.isName(name), "name", "must be " + AccountRules.NAME_RULE)
                .unless(password != null && AccountRules.isPassword(password), "password",
                        "must be " + AccountRules.PASSWORD_RULE);
        Word.read(role, Role.class, "role", faults);
        faults.raise();
    }

    @Override
    public String toString() {
        return "NewAdministrator[name=" + name + ", role=" + role + ", enabled=" + enabled + "]";
    }
}
