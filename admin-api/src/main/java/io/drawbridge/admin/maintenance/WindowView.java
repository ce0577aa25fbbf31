package io.drawbridge.admin.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.input.Word;
import io.drawbridge.database.MaintenanceWindowRow;
import io.drawbridge.maintenance.Occurrence;

/** A window as the client reads it; {@link Window} says what its fields mean. */
// @formatter:off
public record WindowView(
        @Schema(examples = "weekly") String name,
        @Schema(enumeration = { "cluster", "listener", "host", "group", "node" }) String scope,
        @Schema(nullable = true) String subject,
        @Schema(enumeration = { "announce", "refuse", "drain", "disconnect" }) String mode,
        Instant startsAt,
        @Schema(nullable = true) Instant endsAt,
        @Schema(nullable = true, examples = "FREQ=WEEKLY;BYDAY=SU") String recurrence,
        @Schema(examples = "UTC") String timeZone,
        @Schema(nullable = true) Integer drainSeconds,
        String reason,
        Map<String, String> messages,
        @Schema(nullable = true) Integer retryAfterSeconds,
        List<String> exemptNetworks,
        List<String> exemptAccounts,
        @Schema(description = "Whether it is open now.") boolean active,
        @Schema(description = "The next times that it is open, first of all the one of now; at most 5, and none that begins in more"
                + " than about two months.")
        List<Occurrence> next,
        @Schema(description = "Grows by one with each change.") long version,
        @Schema(description = "Name of the administrator.", examples = "admin") String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    /**
     * @param messages of the row, read
     * @param next by their start; none has ended
     */
    static WindowView of(MaintenanceWindowRow row, Map<String, String> messages, List<Occurrence> next, Instant now) {
        boolean active = !next.isEmpty() && !next.getFirst().startsAt().isAfter(now);
        return new WindowView(row.name, Word.of(row.scope), row.subject, Word.of(row.mode), row.startsAt, row.endsAt,
                row.recurrence, row.timeZone, row.drainSeconds, row.reason, messages, row.retryAfterSeconds,
                row.exemptNetworks, row.exemptAccounts, active, next, row.version, row.changedBy, row.changedAt);
    }

    /** Time goes on, and the times that it is open next; nobody has changed it. */
    @Override
    public String entityTag() {
        return Editable.tagOf(name + version + changedAt);
    }
}
