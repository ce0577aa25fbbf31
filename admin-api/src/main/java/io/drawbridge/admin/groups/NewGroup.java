package io.drawbridge.admin.groups;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Faults;

/** A group to be made. */
public record NewGroup(@Schema(required = true, pattern = Name.PATTERN, examples = "partners") String name) {

    public NewGroup {
        new Faults().unless(Name.isChosen(name), "name", Name.RULE).raise();
    }
}
