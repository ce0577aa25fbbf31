package io.drawbridge.admin.limits;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A limit on sessions, and how far it is used: one for many subjects (each address, each account…) by the fullest of them.
 *
 * @param scope not null
 * @param rule not null
 * @param subject null: the cluster, or nobody whom it is for is inside
 * @param maxSessions 0 or more
 * @param held 0 or more
 * @param subjects 0 or more
 * @param full at most {@code subjects}
 * @param above at most {@code full}
 */
@Schema(name = "LimitUsage")
public record LimitUsage(
        @Schema(description = "What is counted together.", examples = "address") String scope,
        @Schema(description = "Name of the limit rule; limits: a limit of the cluster's own.", examples = "limits") String rule,
        @Schema(nullable = true, description = "The fullest; null: the cluster, or nobody whom it is for is inside.", examples = "192.0.2.7") String subject,
        @Schema(description = "The limit.", examples = "10") int maxSessions,
        @Schema(description = "Sessions of the fullest.", examples = "7") long held,
        @Schema(description = "How many whom it is for have sessions.", examples = "120") long subjects,
        @Schema(description = "How many of them have as many as they may, or more.", examples = "3") long full,
        @Schema(description = "How many of them have more than they may.", examples = "0") long above) {
}
