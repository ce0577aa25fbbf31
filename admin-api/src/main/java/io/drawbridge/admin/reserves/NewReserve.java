package io.drawbridge.admin.reserves;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Faults;

/**
 * A reserve to be made.
 *
 * @param name not null
 * @param networks none unless given
 * @param accounts none unless given
 */
// @formatter:off
public record NewReserve(
        @Schema(required = true, pattern = Name.PATTERN, examples = "operators")
        String name,
        @Schema(required = true, minimum = "1", description = "How many places are kept.", examples = "2")
        Integer sessions,
        @Schema(maxItems = ReserveChange.MAX_ITEMS, examples = "[\"192.0.2.0/24\"]",
                description = "Whoever comes from one of these may take one.")
        List<String> networks,
        @Schema(maxItems = ReserveChange.MAX_ITEMS, examples = "[\"alice\"]",
                description = "Whoever logs in as one of these may take one.")
        List<String> accounts) {
    // @formatter:on

    public NewReserve {
        new Faults().unless(Name.isChosen(name), "name", Name.RULE).raise();
        ReserveChange checked = new ReserveChange(sessions, networks, accounts);
        networks = checked.networks();
        accounts = checked.accounts();
    }

    ReserveChange places() {
        return new ReserveChange(sessions, networks, accounts);
    }
}
