package io.drawbridge.admin.hosts;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.database.VirtualHostRow;

/** A virtual host as the client reads it. */
public record HostView(@Schema(examples = "ftp.example.org") String name, Instant createdAt) {

    static HostView of(VirtualHostRow row) {
        return new HostView(row.name, row.createdAt);
    }
}
