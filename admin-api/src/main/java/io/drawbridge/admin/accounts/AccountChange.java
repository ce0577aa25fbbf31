package io.drawbridge.admin.accounts;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Rights;
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
 * @param permissions null: what the group says
 * @param allowedNetworks null: what the group says
 * @param expiresAt null: never
 */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
record AccountChange(
        @Schema(minLength = 1, maxLength = Passwords.MAX_LENGTH) String password,
        @Schema(maxLength = AccountRules.MAX_HOME, description = "Folder below the homes directory: "
                + AccountRules.HOME_RULE, examples = "team/alice") String home,
        @Schema(description = "Whether it may log in.") Boolean enabled,
        @Schema(description = "Whether it may do nothing in clear.") Boolean tlsRequired,
        @Schema(maxItems = AccountRules.MAX_CERTIFICATES, description = Certificates.DESCRIPTION) List<String> certificates,
        @Schema(nullable = true, maxLength = 64, description = "Name of a group; null: none.", examples = "partners") String group,
        @Schema(nullable = true, maxItems = Rights.MOST_PERMISSIONS, description = Rights.PERMISSIONS_OF_ACCOUNT, examples = "[\"list\", \"download\"]") List<String> permissions,
        @Schema(nullable = true, maxItems = Rights.MOST_NETWORKS, description = Rights.NETWORKS_OF_ACCOUNT, examples = "[\"192.0.2.0/24\"]") List<String> allowedNetworks,
        @Schema(nullable = true, format = "date-time", description = "From then on it may not log in, and its sessions end; null: never.", examples = "2027-01-01T00:00:00Z") String expiresAt) {

    AccountChange {
        Faults faults = new Faults()
                .unless(password == null || AccountRules.isPassword(password), "password",
                        "must be " + AccountRules.PASSWORD_RULE)
                .unless(AccountRules.isHome(home), "home", "must be " + AccountRules.HOME_RULE);
        Certificates.check(faults, certificates);
        permissions = Rights.permissions(permissions, faults);
        allowedNetworks = Rights.networks(allowedNetworks, faults);
        Moment.read(expiresAt, "expiresAt", faults);
        faults.raise();
        certificates = Certificates.of(certificates);
    }

    static AccountChange of(AccountRow row) {
        return new AccountChange(null, row.home, row.enabled, row.tlsRequired, row.certificates, row.groupName,
                row.permissions, row.allowedNetworks, row.expiresAt == null ? null : row.expiresAt.toString());
    }

    /** Null: never. */
    Instant expiry() {
        return Moment.read(expiresAt, "expiresAt", new Faults());
    }

    @Override
    public String toString() {
        return "AccountChange[home=" + home + ", enabled=" + enabled + ", tlsRequired=" + tlsRequired
                + ", certificates=" + certificates + ", group=" + group + ", permissions=" + permissions
                + ", allowedNetworks=" + allowedNetworks + ", expiresAt=" + expiresAt + "]";
    }
}
