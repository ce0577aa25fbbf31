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
        @Schema(nullable = true, examples = "ftp-0") String subject,
        @Schema(enumeration = { "announce", "refuse", "drain", "disconnect" }) String mode,
        Instant startsAt,
        @Schema(nullable = true) Instant endsAt,
        @Schema(nullable = true, description = "A rule of RFC 5545; null: it opens once.", examples = "FREQ=WEEKLY;BYDAY=SU") String recurrence,
        @Schema(description = "Of the IANA, for the recurrence.", examples = "UTC") String timeZone,
        @Schema(nullable = true, description = "drain: how long transfers may go on; null: to its end.") Integer drainSeconds,
        @Schema(description = "What clients read when there is no message; may be empty.", examples = "new disks") String reason,
        @Schema(description = "What clients read, by language (en, th).", examples = "{\"en\":\"Closed until {until}\"}")
        Map<String, String> messages,
        @Schema(nullable = true, description = "When to come back, in seconds; null: when it ends.") Integer retryAfterSeconds,
        @Schema(description = "Networks that it is not for.", examples = "[\"192.0.2.0/24\"]") List<String> exemptNetworks,
        @Schema(description = "Accounts that it is not for.", examples = "[\"alice\"]") List<String> exemptAccounts,
        @Schema(description = "Whether it is open now.") boolean active,
        @Schema(description = "The next times that it is open, first of all the one of now; at most 5, and none that begins in more"
                + " than about two months.")
        List<Opening> next,
        @Schema(description = "Grows by one with each change.") long version,
        @Schema(description = "Name of the administrator.", examples = "admin") String changedBy,
        Instant changedAt) implements Editable {
    // @formatter:on

    /** One time that a window is open. */
    public record Opening(Instant startsAt,
            @Schema(nullable = true, description = "Null: when it is taken away.") Instant endsAt) {
    }

    /**
     * @param messages of the row, read
     * @param next by their start; none has ended
     */
    static WindowView of(MaintenanceWindowRow row, Map<String, String> messages, List<Occurrence> next, Instant now) {
        boolean active = !next.isEmpty() && !next.getFirst().startsAt().isAfter(now);
        return new WindowView(row.name, Word.of(row.scope), row.subject, Word.of(row.mode), row.startsAt, row.endsAt,
                row.recurrence, row.timeZone, row.drainSeconds, row.reason, messages, row.retryAfterSeconds,
                row.exemptNetworks, row.exemptAccounts, active,
                next.stream().map(time -> new Opening(time.startsAt(), time.endsAt())).toList(), row.version, row.changedBy,
                row.changedAt);
    }

    /** Time goes on, and the times that it is open next; nobody has changed it. */
    @Override
    public String entityTag() {
        return Editable.tagOf(name + version + changedAt);
    }
}
