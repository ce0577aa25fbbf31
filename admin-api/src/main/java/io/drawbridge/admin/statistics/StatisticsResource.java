package io.drawbridge.admin.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.Session;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.security.May;
import io.drawbridge.admin.statistics.StatisticsView.Item;
import io.drawbridge.event.Measure;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/statistics")
@Tag(name = "Statistics", description = "What has happened, in numbers.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class StatisticsResource {
    private static final int MOST = 1500;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final Duration UNLESS_SAID = Duration.ofHours(1);
    /** As trim_statistics knows it. */
    private static final Duration BY_THE_MINUTE = Duration.ofDays(2);
    private static final String SUMS = """
            SELECT floor(extract(epoch FROM at) / :step)::bigint * :step AS at, measure, reason,
                   (CASE measure WHEN 'SESSIONS' THEN max(value) ELSE sum(value) END)::bigint AS value
            FROM statistic WHERE at >= :from AND at < :to AND (:node IS NULL OR node = :node)
            GROUP BY 1, 2, 3""";

    private final Session database;

    public StatisticsResource(Session database) {
        this.database = database;
    }

    @GET
    @Operation(summary = "Count what has happened", operationId = "getStatistics", description = "Of the cluster or of one node. Nodes write within about a second. By the minute of the last two days, before that by the hour.")
    @APIResponseSchema(value = StatisticsView.class, responseDescription = "What has happened, from the first step to the last, those without anything included.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public StatisticsView get(
            @Parameter(description = "From the step on that this moment is in; an hour ago unless given.", example = "2026-11-22T14:00:00Z") @QueryParam("from") String from,
            @Parameter(description = "Before this moment; now unless given.", example = "2026-11-22T15:00:00Z") @QueryParam("to") String to,
            @Parameter(description = "In seconds: a multiple of 60, and of 3600 for what was more than two days ago. Steps begin at multiples of it since 1970 in UTC.", schema = @Schema(minimum = "60", maximum = "86400")) @QueryParam("step") @DefaultValue("60") String step,
            @Parameter(description = "Of this node alone.", example = "ftp-0") @QueryParam("node") String node) {
        Faults faults = new Faults();
        Instant now = Instant.now();
        Instant end = to == null ? now : Moment.read(to, "to", faults);
        Instant begin = from == null && end != null ? end.minus(UNLESS_SAID) : Moment.read(from, "from", faults);
        int seconds = step.matches("[0-9]{1,5}") ? Integer.parseInt(step) : 0;
        faults.unless(seconds >= MINUTE && seconds <= Duration.ofDays(1).toSeconds() && seconds % MINUTE == 0, "step",
                "must be a multiple of 60 up to 86400").unless(node == null || Name.isNode(node), "node", Name.NODE_RULE)
                .raise();
        faults.unless(begin.isBefore(end), "from", "must be before to").raise();
        faults.unless(seconds % HOUR == 0 || !begin.isBefore(now.minus(BY_THE_MINUTE)), "step",
                "must be a multiple of 3600 for what was more than two days ago").raise();
        faults.unless(Duration.between(begin, end).toSeconds() / seconds < MOST, "step",
                "must be longer: there may be " + MOST + " steps")
                .raise();
        long first = Math.floorDiv(begin.getEpochSecond(), seconds) * seconds;
        return new StatisticsView(Instant.ofEpochSecond(first), end, seconds, node, items(first, end, seconds, node));
    }

    private List<Item> items(long first, Instant end, int step, String node) {
        Map<Long, Map<Measure, Map<String, Long>>> sums = new HashMap<>();
        for (Tuple row : database.createNativeQuery(SUMS, Tuple.class).setParameter("step", step)
                .setParameter("from", Instant.ofEpochSecond(first)).setParameter("to", end)
                .setParameter("node", node, String.class).getResultList()) {
            sums.computeIfAbsent(row.get("at", Long.class), at -> new HashMap<>())
                    .computeIfAbsent(Measure.valueOf(row.get("measure", String.class)), measure -> new TreeMap<>())
                    .put(row.get("reason", String.class).toLowerCase(Locale.ROOT), row.get("value", Long.class));
        }
        List<Item> items = new ArrayList<>();
        for (long at = first; Instant.ofEpochSecond(at).isBefore(end); at += step) {
            items.add(Item.of(Instant.ofEpochSecond(at), sums.getOrDefault(at, Map.of())));
        }
        return items;
    }
}
