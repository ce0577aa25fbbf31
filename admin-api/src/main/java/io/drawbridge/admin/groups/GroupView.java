package io.drawbridge.admin.groups;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.database.AccountGroupRow;

/** A group as the client reads it. */
public record GroupView(@Schema(examples = "partners") String name, Instant createdAt) implements Editable {

    static GroupView of(AccountGroupRow row) {
        return new GroupView(row.name, row.createdAt);
    }
}
