package io.drawbridge.admin.accounts;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.AccountRow;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What an administrator may change of an account.
 *
 * @param password null to keep the one it has
 * @param home not null
 * @param enabled not null
 * @param tlsRequired not null
 * @param certificates not null
 * @param group null for none
 */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
record AccountChange(
        @Schema(minLength = 1, maxLength = Passwords.MAX_LENGTH) String password,
        @Schema(maxLength = AccountRules.MAX_HOME, description = "Folder below the homes directory: "
                + AccountRules.HOME_RULE, examples = "team/alice") String home,
        @Schema(description = "Whether it may log in.") Boolean enabled,
        @Schema(description = "Whether it may do nothing in clear.") Boolean tlsRequired,
        @Schema(maxItems = AccountRules.MAX_CERTIFICATES, description = Certificates.DESCRIPTION) List<String> certificates,
        @Schema(nullable = true, maxLength = 64, description = "Name of a group; null: none.", examples = "partners") String group) {

    AccountChange {
        Faults faults = new Faults()
                .unless(password == null || AccountRules.isPassword(password), "password",
                        "must be " + AccountRules.PASSWORD_RULE)
                .unless(AccountRules.isHome(home), "home", "must be " + AccountRules.HOME_RULE);
        Certificates.check(faults, certificates);
        faults.raise();
        certificates = Certificates.of(certificates);
    }

    static AccountChange of(AccountRow row) {
        return new AccountChange(null, row.home, row.enabled, row.tlsRequired, row.certificates, row.groupName);
    }

    @Override
    public String toString() {
        return "AccountChange[home=" + home + ", enabled=" + enabled + ", tlsRequired=" + tlsRequired
                + ", certificates=" + certificates + ", group=" + group + "]";
    }
}
