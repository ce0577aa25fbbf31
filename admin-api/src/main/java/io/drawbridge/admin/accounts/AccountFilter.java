package io.drawbridge.admin.accounts;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Faults;

/** Which accounts are meant: those that are all of what is given. Null: any. */
record AccountFilter(
        @Parameter(description = "Only those whose name has this in it, in any case.", example = "ali") @QueryParam("search") String search,
        @Parameter(description = "Only those of this group.", example = "partners") @QueryParam("group") String group,
        @Parameter(description = "Only those that may log in, or may not.", schema = @Schema(enumeration = {
                "true",
                "false" })) @QueryParam("enabled") String enabled){

    private static final int LONGEST_NAME = 64;

    /** Tells what is wrong with it. */
    void check(Faults faults) {
        faults.unless(
                search == null || !search.isEmpty() && search.length() <= LONGEST_NAME
                        && search.chars().noneMatch(Character::isISOControl),
                "search", "must be 1 to " + LONGEST_NAME + " characters, none of them a control character")
                .unless(group == null || Name.isChosen(group), "group", Name.RULE)
                .unless(enabled == null || Set.of("true", "false").contains(enabled), "enabled", "must be true or false");
    }

    /** In HQL; {@link #values} are its parameters. */
    String condition() {
        return "true = true" + (search == null ? "" : " and position(lower(:search) in lower(name)) > 0")
                + (group == null ? "" : " and groupName = :group") + (enabled == null ? "" : " and enabled = :enabled");
    }

    Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        if (search != null) {
            values.put("search", search);
        }
        if (group != null) {
            values.put("group", group);
        }
        if (enabled != null) {
            values.put("enabled", Boolean.valueOf(enabled));
        }
        return values;
    }
}
