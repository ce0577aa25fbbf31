package io.drawbridge.admin.description;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

import io.drawbridge.admin.TestDatabase;
import io.drawbridge.admin.description.Description.Operation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** The OpenAPI document is checked in, complete, and true to itself. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentTest {
    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES).build());
    private static final Path PAGE = Path.of("..", "docs", "openapi.yaml");
    private static final String HEAD = """
            # Written by a test, see CONTRIBUTING.md. The running program has it at /q/openapi.
            """;
    /** Objects whose keys come in whatever order the classes were read in. */
    private static final Set<String> SORTED = Set.of("paths", "schemas", "responses", "parameters", "securitySchemes",
            "headers");

    private final List<String> missing = new ArrayList<>();

    @Test
    void the_document_that_is_checked_in_is_the_one_of_the_program() throws IOException {
        String written = HEAD + YAML.writeValueAsString(ordered("", Description.current().document()));
        assertThat(written).as("names no host").doesNotContain("servers:")
                .doesNotContainPattern("https?://(?!localhost:8080/api|www\\.)");
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(PAGE, written);
        } else {
            assertThat(PAGE).as(
                    "docs/openapi.yaml differs from the code: run again with -Dwrite.docs=true, and look at the difference: clients see it too")
                    .exists().hasContent(written);
        }
    }

    private static JsonNode ordered(String name, JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode ordered = Description.JSON.createObjectNode();
        Stream<Map.Entry<String, JsonNode>> entries = node.properties().stream();
        (SORTED.contains(name) ? entries.sorted(Map.Entry.comparingByKey()) : entries)
                .forEach(entry -> ordered.set(entry.getKey(), ordered(entry.getKey(), entry.getValue())));
        return ordered;
    }

    @Test
    void every_operation_says_what_it_does_and_what_it_may_answer() {
        Set<String> names = new TreeSet<>();
        for (Operation operation : Description.current().operations()) {
            JsonNode json = operation.json();
            require(json.hasNonNull("operationId") && names.add(json.get("operationId").asText()), operation,
                    "a name of its own: @Operation(operationId)");
            require(json.hasNonNull("summary"), operation, "@Operation(summary)");
            require(json.path("tags").size() == 1, operation, "one @Tag");
            require(json.has("security"), operation, "who may: @RolesAllowed, or @SecurityRequirements() for everybody");
            Set<String> codes = Description.current().responses(operation).keySet();
            require(codes.stream().anyMatch(code -> code.startsWith("2")), operation,
                    "a success: @APIResponseSchema, or @APIResponse");
            Set<String> wanted = new TreeSet<>(Set.of("400", "429", "500", "503"));
            if (!json.path("security").isEmpty()) {
                wanted.addAll(Set.of("401", "403"));
            }
            if (operation.path().contains("{")) {
                wanted.add("404");
            }
            if (operation.takesBody()) {
                wanted.addAll(Set.of("413", "415"));
            }
            if (operation.parameters().stream().anyMatch(parameter -> parameter.path("name").asText().equals("If-Match"))) {
                wanted.add("412");
            }
            if (operation.parameters().stream()
                    .anyMatch(parameter -> parameter.path("name").asText().equals("Idempotency-Key"))) {
                wanted.addAll(Set.of("409", "422"));
            }
            wanted.removeAll(codes);
            require(wanted.isEmpty(), operation, "the answers " + wanted);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_error_is_a_problem_with_an_example() {
        for (Operation operation : Description.current().operations()) {
            Description.current().responses(operation).forEach((code, response) -> {
                require(response.hasNonNull("description"), operation, "a description of " + code);
                if (code.compareTo("400") >= 0) {
                    JsonNode problem = response.path("content").path("application/problem+json");
                    require(problem.at("/schema/$ref").asText().endsWith("/Problem"), operation,
                            code + " as application/problem+json of Problem");
                    require(problem.has("example")
                            && Description.current().violation(problem.path("schema"), problem.path("example"), true).isEmpty()
                            && problem.at("/example/status").asText().equals(code), operation,
                            "an example of " + code + " that is one");
                }
                if (code.equals("201")) {
                    require(response.path("headers").has("Location"), operation, "the header Location of 201");
                }
            });
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_parameter_is_described_and_has_bounds() {
        for (Operation operation : Description.current().operations()) {
            for (JsonNode parameter : operation.parameters()) {
                String name = "parameter " + parameter.path("name").asText();
                JsonNode schema = Description.current().resolved(parameter.path("schema"));
                require(schema.has("type"), operation, name + ": a type");
                require(parameter.hasNonNull("description"), operation, name + ": @Parameter(description)");
                require(parameter.has("example") || schema.has("example") || schema.has("examples") || schema.has("enum")
                        || schema.has("default")
                        || schema.has("format") || schema.has("minimum"), operation,
                        name + ": @Parameter(example), or an enumeration or range");
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_property_is_described_and_what_may_be_sent_has_bounds() {
        Description.current().document().at("/components/schemas").properties().forEach(schema -> {
            boolean sent = schema.getValue().path("additionalProperties").isBoolean();
            schema.getValue().path("properties").properties().forEach(property -> {
                String name = schema.getKey() + "." + property.getKey();
                JsonNode json = property.getValue();
                require(json.hasNonNull("description"), name, "@Schema(description)");
                boolean text = json.path("type").toString().contains("\"string\"");
                boolean number = json.path("type").toString().contains("\"integer\"");
                boolean bare = !json.has("enum") && !json.has("format") && !json.has("anyOf") && !json.has("$ref");
                if (text && bare && !property.getKey().equals("password")) {
                    require(json.has("examples"), name, "@Schema(examples)");
                }
                if (sent) {
                    require(!text || !bare || json.has("maxLength") || json.has("pattern"), name,
                            "@Schema(maxLength or pattern)");
                    require(!number || json.has("minimum") && json.has("maximum"), name, "@Schema(minimum, maximum)");
                    require(!json.path("type").toString().contains("\"array\"") || json.has("maxItems"), name,
                            "@Schema(maxItems)");
                    require(!json.has("pattern") || Pattern.matches("\\^.*\\$", json.get("pattern").asText()), name,
                            "a pattern from ^ to $");
                }
                json.path("examples").forEach(example -> Description.current().violation(json, example, false)
                        .ifPresent(rule -> missing.add(name + " has an example that is none: " + rule)));
            });
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void the_page_to_try_it_asks_nobody_else() {
        String page = given().get("/q/swagger-ui/").then().statusCode(200).extract().asString();
        assertThat(page).doesNotContainPattern("(src|href)=\"(https?:)?//").contains("swagger-ui-bundle.js");
        Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page).results().map(link -> link.group(1)).distinct()
                .filter(link -> !link.startsWith("#"))
                .forEach(link -> given().get("/q/swagger-ui/" + link).then().statusCode(200));
        assertThat(given().get("/q/swagger-ui/style.css").asString()).doesNotContain("http:", "https:");
    }

    private void require(boolean has, Object of, String what) {
        if (!has) {
            missing.add(of + " lacks " + what);
        }
    }
}
