package io.drawbridge.admin.problem;

import java.util.ArrayList;
import java.util.List;

import io.drawbridge.admin.problem.Problem.FieldError;

/** What is wrong with an input, gathered so that the client reads all of it at once. */
public final class Faults {
    private final List<FieldError> errors = new ArrayList<>();

    /** @param rule as in {@link FieldError#detail} */
    public Faults unless(boolean holds, String field, String rule) {
        if (!holds) {
            errors.add(new FieldError(field, rule));
        }
        return this;
    }

    /** Throws a problem of status 400 when there are any. */
    public void raise() {
        if (!errors.isEmpty()) {
            throw Problem.ofFields(errors).exception();
        }
    }
}
