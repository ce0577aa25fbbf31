package io.drawbridge.admin.limits;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the limits on sessions are used.
 *
 * @param sessions that are inside
 * @param items not null
 * @param total as many as there are items
 */
public record LimitsUsageView(@Schema(description = "Sessions in the cluster.", examples = "37") long sessions,
        @Schema(description = "Each limit on sessions, those of the cluster first.") List<LimitUsage> items,
        @Schema(description = "How many there are.", examples = "2") int total) {
}
