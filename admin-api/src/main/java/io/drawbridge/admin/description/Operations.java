package io.drawbridge.admin.description;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;

/** The operations of which the OpenAPI document tells, and the query parameters that each of them knows. */
@Singleton
final class Operations {

    /** @param parameters of the query, by method, and whether each may be given more than once */
    record Known(String path, Pattern pattern, Map<HttpMethod, Map<String, Boolean>> parameters) {
    }

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
    private static final Pattern IGNORED = Pattern.compile(";[^/]*|/$");

    private static final Comparator<Known> MOST_PARTICULAR_FIRST = Comparator
            .comparing((Known one) -> -one.path().chars().filter(letter -> letter == '/').count())
            .thenComparing(one -> VARIABLE.matcher(one.path()).results().count());

    private final List<Known> known;

    Operations(OpenApiDocumentService documents, ObjectMapper json) throws IOException {
        JsonNode document = json.readTree(documents.getDocument(OpenApiFilter.DEFAULT_DOCUMENT_NAME, Format.JSON));
        known = document.path("paths").properties().stream()
                .map(path -> known(path.getKey(), path.getValue(), document))
                .sorted(MOST_PARTICULAR_FIRST).toList();
    }

    /** @param path as it was sent; empty when the document does not tell of it */
    Optional<Map<HttpMethod, Map<String, Boolean>>> at(String path) {
        String sent = IGNORED.matcher(path).replaceAll("");
        return known.stream().filter(one -> one.pattern().matcher(sent).matches()).findFirst().map(Known::parameters);
    }

    private static Known known(String path, JsonNode item, JsonNode document) {
        Map<HttpMethod, Map<String, Boolean>> methods = new TreeMap<>();
        for (HttpMethod method : HttpMethod.values()) {
            if (item.has(method.name().toLowerCase(Locale.ROOT))) {
                methods.put(method, item.path(method.name().toLowerCase(Locale.ROOT)).path("parameters").valueStream()
                        .map(one -> one.has("$ref") ? document.at(one.get("$ref").asText().substring(1)) : one)
                        .filter(one -> one.path("in").asText().equals("query"))
                        .collect(Collectors.toMap(one -> one.path("name").asText(),
                                one -> one.at("/schema/type").asText().equals("array"))));
            }
        }
        return new Known(path, pattern(path), methods);
    }

    /** The last variable may have a slash in it: a network has. */
    private static Pattern pattern(String path) {
        String last = path.endsWith("}") ? path.substring(0, path.lastIndexOf('{')) + ".+" : path;
        return Pattern.compile(VARIABLE.matcher(last).replaceAll("[^/]+"));
    }
}
