package io.drawbridge.admin.hosts;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.database.VirtualHostRow;

/** A virtual host as the client reads it. */
public record HostView(@Schema(examples = "ftp.example.org") String name,
        @Schema(description = "Empty: its name.", examples = "Files of Example Inc.") String banner,
        Instant createdAt) implements Editable {

    static HostView of(VirtualHostRow row) {
        return new HostView(row.name, row.banner, row.createdAt);
    }
}
