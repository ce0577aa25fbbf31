package io.drawbridge.admin.tokens;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.drawbridge.admin.input.Word;
import io.drawbridge.database.ApiTokenRow;

/** A token as the client reads it. */
public record TokenView(@Schema(examples = "backup-job") String name,
        @Schema(description = "The administrator for whom it stands.", examples = "alice") String owner,
        @Schema(enumeration = {
                "viewer", "operator",
                "admin" }, description = "It may do what both this and its owner's role may.") String role,
        Instant createdAt, @Schema(nullable = true, description = "Null: it does not expire.") Instant expiresAt,
        @Schema(nullable = true, description = "To about a minute; null: never.") Instant lastUsedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "The token itself, shown this once, when it is made.", examples = "dbt_…") String token){

    static TokenView of(ApiTokenRow row) {
        return made(row, null);
    }

    static TokenView made(ApiTokenRow row, String token) {
        return new TokenView(row.name, row.owner, Word.of(row.role), row.createdAt, row.expiresAt, row.lastUsedAt, token);
    }

    @Override
    public String toString() {
        return "TokenView[name=" + name + ", owner=" + owner + "]";
    }
}
