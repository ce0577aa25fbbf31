package io.drawbridge.admin.accounts;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.problem.Faults;

/**
 * An account to be made.
 *
 * @param name as {@link AccountRules} says, not null
 * @param password as {@link AccountRules} says, not null
 * @param home the name unless given
 * @param enabled true unless given
 * @param tlsRequired false unless given
 * @param certificates none unless given
 * @param group null for none
 */
public record NewAccount(
        @Schema(required = true, maxLength = 64, description = AccountRules.NAME_RULE, examples = "alice") String name,
        @Schema(required = true, minLength = 1, maxLength = Passwords.MAX_LENGTH) String password,
        @Schema(maxLength = AccountRules.MAX_HOME, description = "Folder below the homes directory, the name unless given: "
                + AccountRules.HOME_RULE, examples = "team/alice") String home,
        @Schema(defaultValue = "true", description = "Whether it may log in.") Boolean enabled,
        @Schema(defaultValue = "false", description = "Whether it may do nothing in clear.") Boolean tlsRequired,
        @Schema(maxItems = AccountRules.MAX_CERTIFICATES, description = Certificates.DESCRIPTION) List<String> certificates,
        @Schema(nullable = true, maxLength = 64, description = "Name of a group; null: none.", examples = "partners") String group) {

    public NewAccount {
        home = home == null ? name : home;
        enabled = enabled == null || enabled;
        tlsRequired = tlsRequired != null && tlsRequired;
        certificates = certificates == null ? List.of() : certificates;
        boolean hasName = name != null && AccountRules.isName(name);
        Faults faults = new Faults().unless(hasName, "name", "must be " + AccountRules.NAME_RULE)
                .unless(password != null && AccountRules.isPassword(password), "password",
                        "must be " + AccountRules.PASSWORD_RULE)
                .unless(home == null || home.equals(name) || AccountRules.isHome(home), "home",
                        "must be " + AccountRules.HOME_RULE);
        Certificates.check(faults, certificates);
        faults.raise();
        certificates = Certificates.of(certificates);
    }

    @Override
    public String toString() {
        return "NewAccount[name=" + name + ", home=" + home + ", enabled=" + enabled + ", tlsRequired=" + tlsRequired
                + ", certificates=" + certificates + ", group=" + group + "]";
    }
}
