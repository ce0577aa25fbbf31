package io.drawbridge.admin.refusals;

import java.time.Instant;
import java.util.Locale;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.database.RefusalRow;

/** A refusal as the client reads it. */
public record RefusalView(@Schema(description = "As it stands in the client's 421.", examples = "R-7K3Q2M") String reference,
        @Schema(description = "When.") Instant refusedAt,
        @Schema(description = "Name of the ftp-server that refused.", examples = "ftp-0") String node,
        @Schema(description = "Why, in one word.", examples = "address_full") String reason,
        @Schema(description = "IPv4 or IPv6 address of the client.", examples = "192.0.2.7") String remoteAddress,
        @Schema(nullable = true, description = "Null at the door.", examples = "alice") String account,
        @Schema(nullable = true, description = "Whose limit it was, or who was banned.", examples = "192.0.2.0/24") String subject,
        @Schema(nullable = true, description = "Name of the limit rule or window that refused; limits: a limit of the cluster's own.", examples = "limits") String rule,
        @Schema(nullable = true, description = "The limit that was reached; null when it was not a limit.") Integer limit,
        @Schema(nullable = true, description = "How many were counted against the limit at that moment.") Long held,
        @Schema(nullable = true, description = "The operator's words.", examples = "Back at 14:00 UTC") String message,
        @Schema(description = "When the client was told to come back, in seconds.") long retryAfterSeconds) {

    static RefusalView of(RefusalRow row) {
        return new RefusalView(row.reference, row.refusedAt, row.node, row.reason.toLowerCase(Locale.ROOT),
                row.remoteAddress.getHostAddress(), row.account, row.subject, row.rule, row.allowed, row.held, row.message,
                row.retryAfterSeconds);
    }
}
