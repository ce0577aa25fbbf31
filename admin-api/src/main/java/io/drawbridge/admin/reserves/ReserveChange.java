package io.drawbridge.admin.reserves;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.ReserveRow;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What an administrator may change of a reserve.
 *
 * @param networks each once, in its one form; not null
 * @param accounts each once; not null
 */
@RegisterForReflection // Jackson makes it, and no method of a resource names it.
// @formatter:off
record ReserveChange(
        @Schema(minimum = "1", description = "How many places are kept.", examples = "2")
        Integer sessions,
        @Schema(maxItems = ReserveChange.MAX_ITEMS, examples = "[\"192.0.2.0/24\"]",
                description = "Whoever comes from one of these may take one.")
        List<String> networks,
        @Schema(maxItems = ReserveChange.MAX_ITEMS, examples = "[\"alice\"]",
                description = "Whoever logs in as one of these may take one.")
        List<String> accounts) {
    // @formatter:on
    static final int MAX_ITEMS = 100;

    ReserveChange {
        Faults faults = new Faults().unless(sessions != null && sessions >= 1, "sessions", "must be 1 or more");
        networks = Network.canonical(networks, MAX_ITEMS, "networks", faults);
        accounts = Name.accounts(accounts, MAX_ITEMS, "accounts", faults);
        faults.raise();
        faults.unless(!networks.isEmpty() || !accounts.isEmpty(), "networks",
                "or accounts must name someone that the places are kept for").raise();
    }

    static ReserveChange of(ReserveRow row) {
        return new ReserveChange(row.sessions, row.networks, row.accounts);
    }

    void to(ReserveRow row) {
        row.sessions = sessions;
        row.networks = networks;
        row.accounts = accounts;
    }
}
