package io.drawbridge.admin.refusals;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The newest refusals, and how many there were.
 *
 * @param items newest first, at most as many as were asked for
 */
public record RefusalsView(List<RefusalView> items,
        @Schema(description = "All refusals since the beginning, by reason; under a flood more than are kept.") Map<String, Long> counts) {
}
