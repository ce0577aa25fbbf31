package io.drawbridge.admin.access;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Word;
import io.drawbridge.database.AccessRuleRow;

/** A rule of access as the client reads it. */
// @formatter:off
public record AccessView(
        @Schema(examples = "192.0.2.0/24") String network,
        @Schema(enumeration = { "allow", "deny" }, description = "allow: let in as limits say, and never banned. deny: turned away.")
        String access,
        @Schema(description = "For people; may be empty.", examples = "the office") String comment,
        @Schema(description = "Grows by one with each change.") long version,
        @Schema(description = "Name of the administrator.", examples = "admin") String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    static AccessView of(AccessRuleRow row) {
        return new AccessView(row.network, Word.of(row.access), row.comment, row.version, row.changedBy, row.changedAt);
    }
}
