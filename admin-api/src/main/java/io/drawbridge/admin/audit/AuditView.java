package io.drawbridge.admin.audit;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonRawValue;

import io.drawbridge.admin.input.Word;
import io.drawbridge.database.AuditRow;

/** Changes, newest first. */
public record AuditView(List<Change> items,
        @Schema(nullable = true, description = "To give as `below` for those before; null: there are no more.", examples = "4210") Long next) {

    /** A change as the client reads it. */
    public record Change(@Schema(description = "Grows from change to change.", examples = "4711") long id, Instant at,
            @Schema(description = "An administrator; `installation` for what was there when writing began; `database user …` for who came by another way than the API.", examples = "admin") String actor,
            @Schema(nullable = true, description = "From where.", examples = "192.0.2.7") String address,
            @Schema(nullable = true, description = "Why, as it was said.", examples = "INC-4711") String reason,
            @Schema(description = "What kind of thing was changed.", examples = "limits") String kind,
            @Schema(description = "Which of its kind; empty where there is only one.", examples = "") String name,
            @Schema(enumeration = {
                    "created", "changed", "deleted",
                    "ended" }, description = "ended: a session.", examples = "changed") String action,
            @JsonRawValue @Schema(nullable = true, implementation = Object.class, description = "What it was; null: there was none.") String before,
            @JsonRawValue @Schema(nullable = true, implementation = Object.class, description = "What it became; null: it is gone.") String after){

        static Change of(AuditRow row) {
            return new Change(row.id, row.changedAt, row.actor, row.address == null ? null : row.address.getHostAddress(),
                    row.reason, row.kind, row.name, Word.of(row.action), row.before, row.after);
        }
    }

    static AuditView of(List<AuditRow> rows, int atMost) {
        return new AuditView(rows.stream().map(Change::of).toList(), rows.size() < atMost ? null : rows.getLast().id);
    }
}
