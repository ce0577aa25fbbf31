package io.drawbridge.admin.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.event.Measure;

/**
 * What has happened in some time.
 *
 * @param items of each step, the first one first
 */
public record StatisticsView(@Schema(description = "When the first step begins.") Instant from,
        @Schema(description = "When the last step ends.") Instant to,
        @Schema(description = "In seconds.", examples = "60") int step,
        @Schema(nullable = true, description = "Null: the cluster.", examples = "ftp-0") String node, List<Item> items) {

    /** What has happened in one step. */
    public record Item(@Schema(description = "When the step begins.") Instant at,
            @Schema(description = "Clients that were let in (220).", examples = "30") long admitted,
            @Schema(description = "Clients that were refused (421), and sessions that lost their place.", examples = "20") long refused,
            @Schema(description = "The same by reason.", examples = "{\"cluster_full\":20}") Map<String, Long> refusedByReason,
            @Schema(description = "As many as there were at most; of the cluster as seen once a second.", examples = "30") long sessionsPeak,
            @Schema(description = "Over data connections, in bytes.") long bytesReceived,
            @Schema(description = "Over data connections, in bytes.") long bytesSent,
            @Schema(description = "Wrong passwords.", examples = "2") long loginsFailed) {

        static Item of(Instant at, Map<Measure, Map<String, Long>> sums) {
            Map<String, Long> refused = sums.getOrDefault(Measure.REFUSED, Map.of());
            return new Item(at, sum(sums, Measure.ADMITTED), sum(sums, Measure.REFUSED), refused,
                    sum(sums, Measure.SESSIONS), sum(sums, Measure.BYTES_RECEIVED), sum(sums, Measure.BYTES_SENT),
                    sum(sums, Measure.LOGINS_FAILED));
        }

        private static long sum(Map<Measure, Map<String, Long>> sums, Measure measure) {
            return sums.getOrDefault(measure, Map.of()).values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
