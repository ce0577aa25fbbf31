package io.drawbridge.admin.administrators;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.Role;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What may be changed of an administrator.
 *
 * @param password null to keep the one it has
 * @param role not null
 * @param enabled not null
 */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
record AdministratorChange(
        @Schema(minLength = 1, maxLength = Passwords.MAX_LENGTH) String password,
        @Schema(enumeration = {
                "viewer", "operator", "admin" }) String role,
        @Schema(description = "Whether it may log in.") Boolean enabled){

    AdministratorChange {
        Faults faults = new Faults().unless(password == null || AccountRules.isPassword(password), "password",
                "must be " + AccountRules.PASSWORD_RULE);
        Word.read(role, Role.class, "role", faults);
        faults.raise();
    }

    static AdministratorChange of(AdministratorRow row) {
        return new AdministratorChange(null, Word.of(row.role), row.enabled);
    }

    @Override
    public String toString() {
        return "AdministratorChange[role=" + role + ", enabled=" + enabled + "]";
    }
}
