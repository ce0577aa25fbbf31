package io.drawbridge.admin.maintenance;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What applies to a client at a moment.
 *
 * @param items the strictest first, which is the one that counts; empty when there is no maintenance for it
 * @param total the number of items
 */
public record AppliesView(@Schema(description = "When it would come.") Instant at, List<Item> items, int total) {
    /** The flag, or a window at one of the times that it is open. */
    // @formatter:off
    public record Item(
            @Schema(description = "Of the window; maintenance is the flag.", examples = "weekly") String name,
            @Schema(enumeration = { "cluster", "listener", "host", "group", "node" }) String scope,
            @Schema(nullable = true, examples = "ftp-0") String subject,
            @Schema(enumeration = { "announce", "refuse", "drain", "disconnect" }) String mode,
            @Schema(nullable = true, description = "Null for the flag.") Instant startsAt,
            @Schema(nullable = true, description = "Null: until it is taken away.") Instant endsAt,
            @Schema(nullable = true, description = "drain: when those with a transfer go too; null: when it ends.") Instant drainUntil,
            @Schema(description = "What the client reads; may be empty.", examples = "Closed for new disks until 04:00 UTC")
            String message,
            @Schema(nullable = true, description = "When to come back, in seconds; null: the server's own hint.")
            Long retryAfterSeconds) {
    }
    // @formatter:on
}
