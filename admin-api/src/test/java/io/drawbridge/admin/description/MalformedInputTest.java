package io.drawbridge.admin.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.admin.Client;
import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.admin.description.Description.Operation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/**
 * Sends every operation of the OpenAPI document what nobody should send, and accepts only the answers of which the document
 * tells. A new operation is in it as soon as it is in the document.
 */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class MalformedInputTest {
    /** Another one tries others: {@code -Dmalformed.seed=7}. */
    private static final long SEED = Long.getLong("malformed.seed", 20261123);
    /** Of the bodies of an operation, and of the other kinds; {@code -Dmalformed.most=100000} tries all. */
    private static final int MOST_BODIES = Integer.getInteger("malformed.most", 50);
    private static final int MOST_OTHERS = Integer.getInteger("malformed.most", 15);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern INSIDE = Pattern
            .compile("Exception|\\tat |io\\.drawbridge|io\\.quarkus|hibernate|java\\.|SQLSTATE");
    private static final String LONG = "a".repeat(50_000);

    /** JSON values that are right nowhere, or seldom. */
    private static final List<String> VALUES = List.of("null", "true", "\"true\"", "0", "-0", "-1", "1", "1.5", "1e3", "1e400",
            "2147483647", "2147483648", "-2147483649", "99999999999999999999999999", "NaN", "Infinity", "0x10", "01", "\"0\"",
            "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u202eecila\"",
            "\"\\r\\nX: y\"",
            "\"\\u001b[2J\"", "\"'; DROP TABLE account; --\"", "\"%s%n{0}${x}#{y}\"", "\"../../etc/passwd\"",
            "\"\\u0661\\u0662\"",
            "\"e\\u0301\"", "\"\\ud83d\\udca9\"", "\"" + LONG + "\"", "[]", "{}", "[null]", "[\"\"]", "[1]", "[[\"x\"]]",
            "{\"en\":1}",
            "{\"xx\":\"y\"}", "{\"en\":\"{\"}", "[" + "\"alice\",".repeat(5_000) + "\"alice\"]",
            "[" + "0,".repeat(100_000) + "0]",
            "[".repeat(900) + "]".repeat(900), "[".repeat(5_000) + "]".repeat(5_000), "\"192.0.2.7/24\"", "\"192.0.2.0/33\"",
            "\"::/129\"", "\"2001:db8::1%eth0\"", "\"1.2.3\"", "\"::ffff:192.0.2.1\"", "\"0.0.0.0/0\"",
            "\"999999999-01-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"", "\"-999999999-01-01T00:00:00Z\"", "\"2026-13-45T25:61:61Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"2026-11-29T03:00:00+18:00\"", "\"9999-12-31T23:59:59.999999999Z\"", "\"294276-12-31T23:59:59Z\"",
            "\"+300000-01-01T00:00:00Z\"",
            "\"FREQ=SECONDLY\"", "\"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\"", "\"FREQ=HOURLY;COUNT=999999999999\"",
            "\"FREQ=DAILY;UNTIL=99999999T999999Z\"", "\"Mars/Phobos\"", "\"+25:00\"");

    /** As they stand in a path or a query. */
    private static final List<String> ENCODED = List.of("%00", "a%00b", "..%2Fx", "a%2Fb", "%20", "%C0%AF", "%FF%FE",
            "%ED%A0%80",
            "%E2%80%AEecila", "%0D%0AX:%20y", "%27%3B%20DROP%20TABLE%20account%3B%20--", "-1", "0", "1.5", "1e9", "NaN",
            "2147483648",
            "99999999999999999999", "null", "true", "%5B%5D", "%7B%7D", "%25", "%2500", "a".repeat(2_000), "%D9%A1%D9%A2",
            "%F0%9F%92%A9",
            "192.0.2.7%2F24", "::%2F129", "1.2.3", "0.0.0.0%2F0", "192.0.2.0", "999999999-01-01T00%3A00%3A00Z",
            "%2B999999999-12-31T23%3A59%3A59Z",
            "-999999999-01-01T00%3A00%3A00Z", "2026-13-45T25%3A61%3A61Z", "%2B300000-01-01T00%3A00%3A00Z",
            "2026-11-22T14%3A00%3A00Z",
            "00000000-0000-0000-0000-000000000000", "MjAyNi0xMS0yMg", "K05hTi0x", "KzEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBaIDA",
            "KzMwMDAwMC0wMS0wMVQwMDowMDowMFogMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw");

    /** @param body null for none */
    private record Attempt(Operation operation, String target, Map<String, String> headers, byte[] body,
            Map<String, String> query) {

        Attempt(Operation operation, String target, byte[] body) {
            this(operation, target, Map.of("Content-Type", "application/json"), body, Map.of());
        }

        Attempt with(String header, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(header, value);
            return new Attempt(operation, target, all, body, query);
        }

        @Override
        public String toString() {
            String sent = body == null ? "no body" : new String(body, StandardCharsets.UTF_8);
            return operation.method() + " " + shortened(target) + " " + headers + " " + shortened(sent);
        }

        private static String shortened(String text) {
            return text.length() <= 200 ? text : text.substring(0, 200) + "… (" + text.length() + ")";
        }
    }

    private final Door door;
    private Description description;
    private final Random random = new Random(SEED);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> faults = new ArrayList<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private String written;

    MalformedInputTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void something_of_everything() throws Exception {
        description = Description.current();
        door.reset();
        door.sessionOn("ftp-0", "192.0.2.7", null);
        // Twice, because some are made of others.
        for (int round = 0; round < 2; round++) {
            for (Operation operation : description.operations()) {
                if (Set.of("POST", "PUT").contains(operation.method())) {
                    send(new Attempt(operation, target(operation), example(operation)));
                }
            }
        }
    }

    @AfterEach
    void nothing_is_left() {
        door.reset();
        door.run("DELETE FROM api_token; DELETE FROM administrator WHERE name <> 'admin'; DELETE FROM idempotency");
        client.close();
    }

    @Test
    void whatever_is_sent_the_answer_is_one_of_those_that_are_documented() throws Exception {
        System.out.println("Malformed input of seed " + SEED);
        Map<String, Set<String>> before = names();
        for (Operation operation : description.operations()) {
            if (!operation.method().equals("DELETE")) {
                attack(operation);
            }
        }
        Map<String, Set<String>> after = names();
        before.forEach((list, names) -> {
            if (!after.get(list).containsAll(names)) {
                faults.add("GET " + list + " showed " + names + ", and now " + after.get(list));
            }
        });
        for (Operation operation : description.operations()) {
            if (operation.method().equals("DELETE")) {
                attack(operation);
            }
        }
        System.out.println("Answers by status: " + answers);
        assertThat(faults).as("seed " + SEED).isEmpty();
        assertThat(answers.keySet()).contains(200, 201, 204, 400, 404, 406, 412, 413, 415);
    }

    private void attack(Operation operation) throws Exception {
        written = door.text("SELECT coalesce(max(id), 0) FROM audit");
        attack(bodies(operation), MOST_BODIES);
        for (List<Attempt> kind : List.of(paths(operation), queries(operation), headers(operation))) {
            attack(kind, MOST_OTHERS);
        }
    }

    private void attack(List<Attempt> attempts, int atMost) throws Exception {
        Collections.shuffle(attempts, random);
        for (Attempt attempt : attempts.subList(0, Math.min(atMost, attempts.size()))) {
            judge(attempt, send(attempt));
        }
    }

    private void judge(Attempt attempt, Answer answer) {
        answers.merge(answer.statusCode(), 1, Integer::sum);
        description
                .objection(attempt.operation(), answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(null),
                        answer.body(), name -> answer.headers().firstValue(name).orElse(null))
                .ifPresent(objection -> fault(attempt, answer, objection));
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() >= 500 || answer.statusCode() >= 400 && INSIDE.matcher(text).find()) {
            fault(attempt, answer, "the server has failed, or shows what is inside");
        }
        String now = attempt.operation().isGet() ? written : door.text("SELECT coalesce(max(id), 0) FROM audit");
        if (answer.statusCode() >= 400 && !now.equals(written)) {
            fault(attempt, answer, "it was refused, and has changed something");
        }
        written = now;
        if (answer.statusCode() < 300) {
            taken(attempt, answer);
        }
    }

    /** What was taken must be what the document allows to be sent. */
    private void taken(Attempt attempt, Answer answer) {
        if (attempt.operation().takesBody()) {
            try {
                description.violation(attempt.operation(), Description.JSON.readTree(attempt.body()))
                        .ifPresent(rule -> fault(attempt, answer, "it was taken against the schema: " + rule));
            } catch (IOException e) {
                fault(attempt, answer, "it was taken, and is not JSON");
            }
        }
        attempt.query().forEach((name, value) -> {
            JsonNode parameter = attempt.operation().parametersIn("query").filter(one -> one.path("name").asText().equals(name))
                    .findFirst().orElse(null);
            if (parameter == null) {
                fault(attempt, answer, "it was taken with a parameter of which the document does not tell");
            } else if (!value.isEmpty()) {
                description.violation(parameter.path("schema"), typed(parameter.at("/schema/type").asText(), value), false)
                        .ifPresent(rule -> fault(attempt, answer, "it was taken against the schema of " + name + ": " + rule));
            }
        });
    }

    private static JsonNode typed(String type, String text) {
        try {
            return switch (type) {
                case "string" -> Description.JSON.getNodeFactory().textNode(text);
                case "array" -> Description.JSON.valueToTree(text.split(","));
                default -> Description.JSON.readTree(text);
            };
        } catch (JsonProcessingException e) {
            return Description.JSON.getNodeFactory().textNode(text);
        }
    }

    private void fault(Attempt attempt, Answer answer, String what) {
        faults.add(what + "\n    " + attempt + "\n    " + answer.statusCode() + " "
                + Attempt.shortened(new String(answer.body(), StandardCharsets.UTF_8)));
    }

    private List<Attempt> bodies(Operation operation) {
        List<Attempt> attempts = new ArrayList<>();
        if (!operation.takesBody()) {
            return attempts;
        }
        String base = new String(example(operation), StandardCharsets.UTF_8);
        String open = base.substring(0, base.lastIndexOf('}'));
        String comma = open.strip().equals("{") ? "" : ",";
        Stream.of("", " ", "{", base.substring(0, base.length() - 1), base + "x", base + base, "[" + base + "]", "\"x\"", "7",
                "NaN", "<x/>",
                open + comma + "\"unknown\":1}", open + comma + "\"\\u0000\":1}", open + comma + "\"__proto__\":{}}",
                "\ufeff" + base, "{\"a\":1,\"a\":1}",
                "[".repeat(60_000), "{\"a\":".repeat(10_000), "[" + "0,".repeat(100_000) + "0]",
                base.replaceFirst("\\{", "{/* */"), base.replace('"', '\''))
                .map(body -> new Attempt(operation, target(operation), body.getBytes(StandardCharsets.UTF_8)))
                .forEach(attempts::add);
        attempts.add(new Attempt(operation, target(operation), base.getBytes(StandardCharsets.UTF_16)));
        attempts.add(new Attempt(operation, target(operation), new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' }));
        attempts.add(new Attempt(operation, target(operation), new byte[] { 0, 0, 0 }));
        attempts.add(new Attempt(operation, target(operation), new byte[11 << 20]));
        JsonNode schema = description.resolved(operation.json().at("/requestBody/content/application~1json/schema"));
        schema.path("properties").fieldNames().forEachRemaining(property -> {
            for (String value : VALUES) {
                attempts.add(new Attempt(operation, target(operation), with(base, property, value)));
            }
            attempts.add(new Attempt(operation, target(operation),
                    (open + comma + "\"" + property + "\":1,\"" + property + "\":2}").getBytes(StandardCharsets.UTF_8)));
            attempts.add(new Attempt(operation, target(operation), with(base, property, null)));
            JsonNode example = exampleOf(schema.path("properties").path(property));
            if (example != null) {
                attempts.add(new Attempt(operation, target(operation), with(base, property, example.toString())));
            }
        });
        return attempts;
    }

    /** @param value as it is sent, also what is not JSON; null to leave it out */
    private static byte[] with(String base, String property, String value) {
        try {
            ObjectNode body = (ObjectNode) Description.JSON.readTree(base);
            body.remove(property);
            String rest = body.toString();
            String start = rest.substring(0, rest.length() - 1) + (body.isEmpty() ? "" : ",");
            return (value == null ? rest : start + "\"" + property + "\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Attempt> paths(Operation operation) {
        List<Attempt> attempts = new ArrayList<>();
        operation.parametersIn("path").forEach(parameter -> {
            for (String segment : ENCODED) {
                String path = operation.path().replace("{" + parameter.path("name").asText() + "}", segment);
                attempts.add(new Attempt(operation, filled(operation, path) + required(operation), example(operation)));
            }
        });
        return attempts;
    }

    private List<Attempt> queries(Operation operation) {
        List<Attempt> attempts = new ArrayList<>();
        operation.parametersIn("query").forEach(parameter -> {
            String name = parameter.path("name").asText();
            for (String value : ENCODED) {
                attempts.add(asked(operation, name, value));
            }
            attempts.add(asked(operation, name, ""));
            attempts.add(asked(operation, name, "x&" + name + "=y"));
            JsonNode example = exampleOf(parameter);
            if (example != null) {
                attempts.add(asked(operation, name, encoded(example.asText())));
            }
        });
        attempts.add(asked(operation, "unknown", "1"));
        attempts.add(asked(operation, "%00", "1"));
        attempts.add(new Attempt(operation, target(operation) + (target(operation).contains("?") ? "&" : "?") + "=&&",
                example(operation)));
        return attempts;
    }

    private Attempt asked(Operation operation, String name, String value) {
        String target = target(operation).replaceAll("[?&]" + Pattern.quote(name) + "=[^&]*", "");
        return new Attempt(operation, target + (target.contains("?") ? "&" : "?") + name + "=" + value,
                Map.of("Content-Type", "application/json"), example(operation), Map.of(name, decoded(value)));
    }

    private List<Attempt> headers(Operation operation) {
        Attempt plain = new Attempt(operation, target(operation), example(operation));
        List<Attempt> attempts = new ArrayList<>(List.of(plain.with("Accept", "text/html"), plain.with("Accept", "rubbish/"),
                plain.with("Accept-Language", ";;q=NaN,*"), plain.with("Accept-Language", "x".repeat(3_000))));
        if (operation.takesBody()) {
            for (String type : List.of("text/plain", "application/xml", "application/json; charset=utf-16", "application",
                    "a/b/c", "*/*",
                    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x")) {
                attempts.add(plain.with("Content-Type", type));
            }
            attempts.add(new Attempt(operation, target(operation), Map.of(), example(operation), Map.of()));
        }
        operation.parametersIn("header").map(header -> header.path("name").asText()).forEach(name -> {
            for (String value : List.of("x", "\"x\"", "W/\"x\"", "\"", "*", ",", "\"x\",,\"y\"", "a b", "\u00e9",
                    "k".repeat(300), "k".repeat(3_000))) {
                attempts.add(plain.with(name, value));
            }
        });
        return attempts;
    }

    private Answer send(Attempt attempt) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://localhost:" + RestAssured.port + attempt.target()))
                .timeout(PATIENCE)
                .method(attempt.operation().method(),
                        attempt.body() == null || !attempt.operation().takesBody() ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(attempt.body()))
                .header("Authorization", "Basic "
                        + Base64.getEncoder().encodeToString(("admin:" + Client.PASSWORD).getBytes(StandardCharsets.UTF_8)));
        attempt.headers().forEach((name, value) -> {
            if (attempt.operation().takesBody() || !name.equals("Content-Type")) {
                request.header(name, value);
            }
        });
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        // Of a stream without an end its beginning is enough.
        boolean endless = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        try (InputStream body = answer.body()) {
            return new Answer(answer.statusCode(), answer.headers(), endless ? new byte[0] : body.readAllBytes());
        }
    }

    private record Answer(int statusCode, HttpHeaders headers, byte[] body) {
    }

    private String target(Operation operation) {
        return filled(operation, operation.path()) + required(operation);
    }

    private static String filled(Operation operation, String path) {
        String filled = path;
        for (JsonNode parameter : operation.parametersIn("path").toList()) {
            JsonNode example = exampleOf(parameter);
            filled = filled.replace("{" + parameter.path("name").asText() + "}",
                    example == null ? "x" : encoded(example.asText()));
        }
        return filled;
    }

    private static String required(Operation operation) {
        return operation.parametersIn("query").filter(parameter -> parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("name").asText() + "=" + encoded(exampleOf(parameter).asText()))
                .collect(Collectors.collectingAndThen(Collectors.joining("&"), query -> query.isEmpty() ? "" : "?" + query));
    }

    /** A body that would be right, with what must be in it, and what its example shows. */
    private byte[] example(Operation operation) {
        if (!operation.takesBody()) {
            return null;
        }
        JsonNode schema = description.resolved(operation.json().at("/requestBody/content/application~1json/schema"));
        JsonNode whole = exampleOf(schema);
        ObjectNode body = Description.JSON.createObjectNode();
        schema.path("required")
                .forEach(name -> body.set(name.asText(), exampleOf(schema.path("properties").path(name.asText()))));
        return (whole == null ? body : whole).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode exampleOf(JsonNode node) {
        for (JsonNode place : List.of(node, node.path("schema"))) {
            for (String name : List.of("example", "default")) {
                if (place.has(name)) {
                    return place.get(name);
                }
            }
            for (String name : List.of("examples", "enum")) {
                if (place.has(name)) {
                    return place.get(name).get(0);
                }
            }
        }
        return switch (node.path("type").asText()) {
            case "boolean" -> Description.JSON.getNodeFactory().booleanNode(true);
            case "integer" -> Description.JSON.getNodeFactory().numberNode(Math.max(1, node.path("minimum").asInt()));
            case "string" -> Description.JSON.getNodeFactory().textNode("open sesame");
            default -> null;
        };
    }

    /** What the lists show, by list. */
    private Map<String, Set<String>> names() throws Exception {
        Map<String, Set<String>> names = new HashMap<>();
        for (Operation operation : description.operations()) {
            // A list is where its items are made.
            if (operation.isGet() && description.operations().stream()
                    .anyMatch(one -> one.path().equals(operation.path()) && one.method().equals("POST"))) {
                JsonNode list = Description.JSON.readTree(send(new Attempt(operation, target(operation), null)).body());
                names.put(operation.path(), list.path("items").valueStream()
                        .map(item -> item.path(item.has("network") && !item.has("name") ? "network" : "name").asText())
                        .collect(Collectors.toSet()));
            }
        }
        return names;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
