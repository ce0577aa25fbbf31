package io.drawbridge.admin.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.AccessRuleRow.Access;
import io.drawbridge.maintenance.Template;

/**
 * What an administrator sets for a network.
 *
 * @param access a constant of {@link Access} in lower case, not null
 * @param comment empty unless given
 */
// @formatter:off
public record AccessChange(
        @Schema(required = true, enumeration = { "allow", "deny" },
                description = "allow: let in as limits say, and never banned. deny: turned away.")
        String access,
        @Schema(maxLength = Template.MAX_LENGTH, defaultValue = "", examples = "the office", description = "For people, on one line.")
        String comment) {
    // @formatter:on

    public AccessChange {
        comment = comment == null ? "" : comment;
        Faults faults = new Faults();
        Word.read(access, Access.class, "access", faults);
        Template.checkLine(comment).ifPresent(rule -> faults.unless(false, "comment", rule));
        faults.raise();
    }
}
