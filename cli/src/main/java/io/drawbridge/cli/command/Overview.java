package io.drawbridge.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;

/**
 * How things stand at a moment.
 *
 * @param sessions the last ones that came, first of all the last
 */
record Overview(Instant at, JsonNode maintenance, JsonNode limits, JsonNode nodes, JsonNode refusals, JsonNode sessions) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_SESSIONS = 500;
    private static final int MOST_REASONS = 3;

    static Overview of(Api api, Instant now) {
        return new Overview(now, api.get("/maintenance").json(), api.get("/limits").json(),
                api.get(NodeCommands.PATH).json(), api.get(RefusalCommands.PATH + "?limit=1").json(),
                api.get("/sessions" + new Query().and("sort", "-connectedAt").and("limit", MOST_SESSIONS)).json());
    }

    ObjectNode json() {
        ObjectNode json = Api.object();
        json.set("maintenance", maintenance);
        json.set("limits", limits);
        json.set("nodes", nodes);
        json.set("refused", refusals.path("counts"));
        json.putObject("sessions").put("total", sessions.path("total").asLong());
        return json;
    }

    /** @param before null when there is none */
    List<String> lines(Overview before) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] { "door", door() });
        rows.add(new String[] { "sessions", held() });
        rows.add(new String[] { "220", came() + " of those inside came in the last minute" });
        rows.add(new String[] { "421", refused(before) });
        rows.add(new String[] { "nodes", nodes.path("total").asText() + ", with the last change on "
                + nodes.path("applied").path("nodes").asText() + " of " + nodes.path("applied").path("of").asText() });
        return Table.aligned(rows);
    }

    private String door() {
        return maintenance.path("enabled").asBoolean()
                ? "closed by " + Shell.words(maintenance.path("changedBy")) + " at " + Shell.time(maintenance.path("changedAt"))
                        + ": " + Shell.words(maintenance.path("message"))
                : "open";
    }

    private String held() {
        long held = sessions.path("total").asLong();
        JsonNode most = limits.path("maxSessions");
        if (!most.isInt()) {
            return held + ", no limit";
        }
        return held + " of " + most.asInt() + (most.asInt() == 0 ? "" : " (" + 100 * held / most.asInt() + " %)");
    }

    private String came() {
        long came = 0;
        for (JsonNode session : sessions.path("items")) {
            came += Instant.parse(session.path("connectedAt").asText()).isAfter(at.minus(MINUTE)) ? 1 : 0;
        }
        return came < MOST_SESSIONS ? Long.toString(came) : came + " or more";
    }

    private String refused(Overview before) {
        long all = count(refusals.path("counts"));
        if (before == null) {
            return all + " since the beginning" + most(refusals.path("counts"));
        }
        double seconds = Math.max(1, Duration.between(before.at, at).toMillis()) / 1000.0;
        double rate = Math.max(0, all - count(before.refusals.path("counts"))) / seconds;
        return String.format(Locale.ROOT, "%.1f per second, %d since the beginning%s", rate, all,
                most(refusals.path("counts")));
    }

    private static long count(JsonNode counts) {
        long all = 0;
        for (JsonNode count : counts) {
            all += count.asLong();
        }
        return all;
    }

    private static String most(JsonNode counts) {
        String most = counts.properties().stream()
                .sorted(Map.Entry.comparingByValue((one, other) -> Long.compare(other.asLong(), one.asLong())))
                .limit(MOST_REASONS).map(reason -> reason.getKey() + " " + reason.getValue().asText())
                .collect(Collectors.joining(", "));
        return most.isEmpty() ? "" : ": " + most;
    }
}
