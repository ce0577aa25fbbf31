package io.drawbridge.admin.accounts;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Rights;
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
 * @param permissions null: what the group says
 * @param allowedNetworks null: what the group says
 * @param expiresAt null: never
 */
public record NewAccount(
        @Schema(required = true, maxLength = 64, description = AccountRules.NAME_RULE, examples = "alice") String name,
        @Schema(required = true, minLength = 1, maxLength = Passwords.MAX_LENGTH) String password,
        @Schema(maxLength = AccountRules.MAX_HOME, description = "Folder below the homes directory, the name unless given: "
                + AccountRules.HOME_RULE, examples = "team/alice") String home,
        @Schema(defaultValue = "true", description = "Whether it may log in.") Boolean enabled,
        @Schema(defaultValue = "false", description = "Whether it may do nothing in clear.") Boolean tlsRequired,
        @Schema(maxItems = AccountRules.MAX_CERTIFICATES, description = Certificates.DESCRIPTION) List<String> certificates,
        @Schema(nullable = true, maxLength = 64, description = "Name of a group; null: none.", examples = "partners") String group,
        @Schema(nullable = true, maxItems = Rights.MOST_PERMISSIONS, description = Rights.PERMISSIONS_OF_ACCOUNT, examples = "[\"list\", \"download\"]") List<String> permissions,
        @Schema(nullable = true, maxItems = Rights.MOST_NETWORKS, description = Rights.NETWORKS_OF_ACCOUNT, examples = "[\"192.0.2.0/24\"]") List<String> allowedNetworks,
        @Schema(nullable = true, format = "date-time", description = "From then on it may not log in, and its sessions end; null: never.", examples = "2027-01-01T00:00:00Z") String expiresAt) {

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
        permissions = Rights.permissions(permissions, faults);
        allowedNetworks = Rights.networks(allowedNetworks, faults);
        Moment.read(expiresAt, "expiresAt", faults);
        faults.raise();
        certificates = Certificates.of(certificates);
    }

    /** Null: never. */
    Instant expiry() {
        return Moment.read(expiresAt, "expiresAt", new Faults());
    }

    @Override
    public String toString() {
        return "NewAccount[name=" + name + ", home=" + home + ", enabled=" + enabled + ", tlsRequired=" + tlsRequired
                + ", certificates=" + certificates + ", group=" + group + ", permissions=" + permissions
                + ", allowedNetworks=" + allowedNetworks + ", expiresAt=" + expiresAt + "]";
    }
}
