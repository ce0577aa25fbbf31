package io.drawbridge.admin.description;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;

import io.restassured.RestAssured;

/** The OpenAPI document of the running program, and what it allows. */
final class Description {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaValidatorsConfig WITH_FORMATS = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true)
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    /** An operation, with what it refers to in its place, but schemas. */
    record Operation(String method, String path, JsonNode json, List<JsonNode> parameters) {
        String name() {
            return json.path("operationId").asText(method + " " + path);
        }

        /** The last variable may have a slash in it: a network has. */
        String pattern() {
            String last = path.endsWith("}") ? path.substring(0, path.lastIndexOf('{')) + ".+" : path;
            return VARIABLE.matcher(last).replaceAll("[^/]+");
        }

        boolean isGet() {
            return method.equals("GET");
        }

        boolean takesBody() {
            return json.has("requestBody");
        }

        Stream<JsonNode> parametersIn(String place) {
            return parameters.stream().filter(parameter -> parameter.path("in").asText().equals(place));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Description current;

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    private Description(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> operations.add(
                new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue(),
                        method.getValue().path("parameters").valueStream().map(this::resolved).toList()))));
    }

    /** It is the same for all tests of a process. */
    static synchronized Description current() {
        if (current == null) {
            try (HttpClient client = HttpClient.newHttpClient()) {
                current = new Description(JSON.readTree(client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/q/openapi?format=json"))
                                .build(),
                        BodyHandlers.ofString()).body()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return current;
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /** @param path as it was sent, without the query */
    Optional<Operation> operation(String method, String path) {
        return operations.stream().filter(one -> one.method().equals(method) && path.matches(one.pattern()))
                .min(Comparator.comparing((Operation one) -> -one.path().split("/").length)
                        .thenComparing(one -> VARIABLE.matcher(one.path()).results().count()));
    }

    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** @return by status */
    Map<String, JsonNode> responses(Operation operation) {
        return operation.json().path("responses").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> resolved(entry.getValue()), (a, b) -> a, TreeMap::new));
    }

    /** @return what the document does not allow about the answer, in words; empty when it is as described */
    Optional<String> objection(Operation operation, int status, String contentType, byte[] body,
            java.util.function.Function<String, String> headers) {
        JsonNode response = responses(operation).get(String.valueOf(status));
        if (response == null) {
            return Optional.of(operation + " (" + operation.name() + ") answered " + status + ", of which the OpenAPI document"
                    + " does not tell; say so with @APIResponse at the method. It tells of "
                    + responses(operation).keySet());
        }
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            if (header.getValue().path("required").asBoolean() && headers.apply(header.getKey()) == null) {
                return Optional.of(operation + " answered " + status + " without the header " + header.getKey());
            }
        }
        if (!response.has("content")) {
            return body.length == 0 ? Optional.empty()
                    : Optional
                            .of(operation + " answered " + status + " with a body of which the OpenAPI document does not tell");
        }
        String type = contentType == null ? "" : contentType.replaceAll("\\s*;.*", "");
        if (!response.path("content").has(type)) {
            return Optional.of(operation + " answered " + status + " with the content type '" + type + "' and not with "
                    + response.path("content").fieldNames().next());
        }
        JsonNode schema = response.path("content").path(type).path("schema");
        if (!type.endsWith("json")) {
            return Optional.empty();
        }
        try {
            return violation(schema, JSON.readTree(body), true)
                    .map(rule -> operation + " answered " + status + " with what its schema does not allow: " + rule);
        } catch (IOException e) {
            return Optional.of(operation + " answered " + status + " with what is not JSON");
        }
    }

    /** @return the first of the rules that the body of a request breaks */
    Optional<String> violation(Operation operation, JsonNode body) {
        JsonNode sent = body;
        JsonNode content = operation.json().at("/requestBody/content");
        if (sent.isObject() && !content.has("application/merge-patch+json")) {
            // A field that is null is as one that is not sent.
            sent = sent.deepCopy();
            ((ObjectNode) sent).properties().removeIf(field -> field.getValue().isNull());
        }
        return violation(content.at("/application~1json/schema"), sent, false);
    }

    /** @param strictly with no properties but those that the schema names */
    Optional<String> violation(JsonNode schema, JsonNode value, boolean strictly) {
        return schemas.computeIfAbsent(strictly + schema.toString(), key -> compiled(schema, strictly)).validate(value).stream()
                .map(Object::toString).findFirst();
    }

    private JsonSchema compiled(JsonNode schema, boolean strictly) {
        ObjectNode whole = schema.deepCopy();
        ObjectNode components = document.path("components").deepCopy();
        if (strictly) {
            components.path("schemas").forEach(one -> {
                if (one.has("properties")) {
                    ((ObjectNode) one).put("additionalProperties", false);
                }
            });
        }
        whole.putObject("components").set("schemas", components.path("schemas"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole, WITH_FORMATS);
    }
}
