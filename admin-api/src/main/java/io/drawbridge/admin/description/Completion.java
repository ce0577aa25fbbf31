package io.drawbridge.admin.description;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Creation;
import io.drawbridge.admin.conditional.Editable;
import io.drawbridge.admin.conditional.Precondition;
import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Completes the OpenAPI document, when the program is built, with what follows from the shape of an operation: the problems
 * that it may answer, and the parameters and headers that come with an {@link Author}, a {@link Precondition} or a
 * {@link Creation} of its resource.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class Completion implements OASFilter {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String CREATED = "201";
    /** Those that mean the same wherever they stand. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("items", "What there is, or was asked for."),
            Map.entry("total", "How many there are."),
            Map.entry("name", "Its name."),
            Map.entry("network", "A network, in its one form (RFC 4632 §3.1, RFC 5952)."),
            Map.entry("password", AccountRules.PASSWORD_RULE),
            Map.entry("role", "What it may do."),
            Map.entry("scope", "Whom it is for."),
            Map.entry("subject", "Which one of the scope; null: the cluster."),
            Map.entry("mode", "What it does to clients."),
            Map.entry("at", "When."),
            Map.entry("since", "When it began."),
            Map.entry("until", "When it ends."),
            Map.entry("startsAt", "When it begins."),
            Map.entry("endsAt", "When it ends."),
            Map.entry("createdAt", "When it was made."),
            Map.entry("changedAt", "When it was changed last."));
    private static final Map<String, String> PATH_PARAMETERS = Map.of(
            "name", "Its name.",
            "id", "Its id.",
            "network", "As it is written, with its slash (`%2F` is the same).",
            "node", "Name of the node.",
            "reference", "As it stands at the end of the client's 421.",
            "code", "Of three digits.",
            "other", "The code to compare it with.");

    private final IndexView classes;

    /** @param classes of the program */
    public Completion(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        Stream.of(Answer.values()).forEach(answer -> components.addResponse(answer.component(), answer.described()));
        Stream.of(Shared.values()).forEach(parameter -> components.addParameter(parameter.component(), parameter.described()));
        Set<String> editable = named(classes.getAllKnownImplementations(Editable.class));
        Map<String, ClassInfo> resources = resources();
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
            ClassInfo resource = resources.get(operation.getOperationId());
            boolean signs = resource != null && uses(resource, Author.class) && method != HttpMethod.GET;
            secure(operation, components);
            describe(operation, item.getOperations().get(HttpMethod.GET), components);
            answers(path, operation);
            if (signs) {
                operation.addParameter(Shared.REASON.reference());
            }
            if (resource != null && uses(resource, Precondition.class)) {
                precondition(method, operation);
            }
            if (resource != null && uses(resource, Creation.class) && operation.getResponses().hasAPIResponse(CREATED)
                    && method == HttpMethod.POST) {
                operation.addParameter(Shared.IDEMPOTENCY_KEY.reference());
                answer(operation, Answer.KEY_USED);
            }
            headers(method, operation, editable);
            operation.getResponses().setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
        }));
        patches(document);
        schemas(document);
    }

    /** In a merge patch nothing is required, also where it is of the same type as what is made. */
    private static void patches(OpenAPI document) {
        Components components = document.getComponents();
        document.getPaths().getPathItems().values().stream().map(PathItem::getPATCH).filter(Objects::nonNull)
                .map(Operation::getRequestBody).filter(Objects::nonNull).flatMap(body -> schemas(body.getContent()))
                .forEach(schema -> {
                    Schema whole = resolved(schema, components);
                    if (schema.getRef() != null && whole.getRequired() != null) {
                        String name = nameOf(schema) + "Change";
                        Schema patch = OASFactory.createSchema().addType(SchemaType.OBJECT);
                        whole.getProperties().forEach((property, value) -> patch.addProperty(property, patched(value)));
                        components.addSchema(name, patch);
                        schema.setRef(SCHEMAS + name);
                    }
                });
    }

    /** Where the operations are, by the names that the document gives them. */
    private Map<String, ClassInfo> resources() {
        Map<String, ClassInfo> resources = new HashMap<>();
        for (AnnotationInstance operation : classes.getAnnotations(
                org.eclipse.microprofile.openapi.annotations.Operation.class)) {
            if (operation.target().kind() == AnnotationTarget.Kind.METHOD && operation.value("operationId") != null) {
                resources.put(operation.value("operationId").asString(), operation.target().asMethod().declaringClass());
            }
        }
        return resources;
    }

    private static boolean uses(ClassInfo resource, Class<?> helper) {
        return resource.fields().stream().anyMatch(field -> field.type().name().equals(DotName.createSimple(helper)));
    }

    private static Set<String> named(Collection<ClassInfo> types) {
        return types.stream().map(ClassInfo::simpleName).collect(Collectors.toSet());
    }

    /** Each of the ways to log in will do. */
    private static void secure(Operation operation, Components components) {
        List<SecurityRequirement> security = operation.getSecurity();
        if (security != null && !security.isEmpty() && !security.getFirst().getSchemes().isEmpty()) {
            List<String> roles = security.getFirst().getSchemes().values().iterator().next();
            operation.setSecurity(components.getSecuritySchemes().keySet().stream().sorted()
                    .map(scheme -> OASFactory.createSecurityRequirement().addScheme(scheme, roles)).toList());
        }
    }

    private static void describe(Operation operation, Operation read, Components components) {
        for (Parameter parameter : parameters(operation)) {
            type(parameter);
            if (parameter.getIn() == In.PATH) {
                if (parameter.getDescription() == null) {
                    parameter.setDescription(PATH_PARAMETERS.get(parameter.getName()));
                }
                if (parameter.getExample() == null && read != null) {
                    parameter.setExample(exampleOf(parameter.getName(), read, components));
                }
            }
        }
    }

    /** Resources read all of them as texts, and say themselves what is wrong with one. */
    private static void type(Parameter parameter) {
        Schema schema = parameter.getSchema();
        if (schema == null || schema.getRef() != null) {
            return;
        }
        Object unlessGiven = schema.getDefaultValue();
        if (schema.getMinimum() != null) {
            schema.setType(List.of(SchemaType.INTEGER));
            schema.setDefaultValue(unlessGiven == null ? null : Integer.valueOf(unlessGiven.toString()));
        } else if (Set.of("true", "false").contains(String.valueOf(unlessGiven))) {
            schema.setType(List.of(SchemaType.BOOLEAN));
            schema.setDefaultValue(Boolean.valueOf(unlessGiven.toString()));
        } else if (schema.getType() == null) {
            schema.setType(List.of(SchemaType.STRING));
        }
    }

    /** As the answer of the operation that reads it has it. */
    private static Object exampleOf(String name, Operation read, Components components) {
        return bodies(read, "200").map(schema -> resolved(schema, components)).filter(Objects::nonNull)
                .map(Schema::getProperties).filter(Objects::nonNull).map(properties -> properties.get(name))
                .filter(Objects::nonNull).map(Schema::getExamples).filter(Objects::nonNull).map(List::getFirst)
                .findFirst().orElse(null);
    }

    private static void answers(String path, Operation operation) {
        operation.getResponses().removeAPIResponse("default");
        answer(operation, Answer.BAD_INPUT);
        if (operation.getSecurity() == null || !operation.getSecurity().isEmpty()) {
            // Quarkus has described them in its own words.
            Stream.of(Answer.NOT_LOGGED_IN, Answer.FORBIDDEN).forEach(answer -> operation.getResponses()
                    .addAPIResponse(answer.code(), answer.reference()));
        }
        Stream.of(Answer.NOT_ACCEPTABLE, Answer.BANNED, Answer.FAILED, Answer.AWAY).forEach(one -> answer(operation, one));
        if (path.contains("{")) {
            answer(operation, Answer.NOT_FOUND);
        }
        if (operation.getRequestBody() != null) {
            answer(operation, Answer.TOO_LARGE);
            answer(operation, Answer.UNSUPPORTED);
        }
    }

    private static void answer(Operation operation, Answer answer) {
        if (!operation.getResponses().hasAPIResponse(answer.code())) {
            operation.getResponses().addAPIResponse(answer.code(), answer.reference());
        }
    }

    private static void precondition(HttpMethod method, Operation operation) {
        switch (method) {
            case PUT, PATCH, DELETE -> {
                operation.addParameter(Shared.IF_MATCH.reference());
                if (operation.getResponses().hasAPIResponse(CREATED)) {
                    operation.addParameter(Shared.IF_NONE_MATCH.reference());
                }
                answer(operation, Answer.STALE);
            }
            case GET, POST, HEAD, OPTIONS, TRACE -> {
            }
        }
    }

    private static void headers(HttpMethod method, Operation operation, Set<String> editable) {
        for (String code : List.of("200", CREATED)) {
            APIResponse response = operation.getResponses().getAPIResponse(code);
            if (bodies(operation, code).anyMatch(schema -> editable.contains(nameOf(schema)))) {
                response.addHeader("ETag", header("Which state of it this is; for If-Match.", "\"4f0c5be17d3a90c2b6e81d4f\"")
                        // One that is repeated for an Idempotency-Key is without it.
                        .required(method != HttpMethod.POST));
                if (method == HttpMethod.GET) {
                    operation.addParameter(Shared.IF_NONE_MATCH.reference());
                    operation.getResponses().addAPIResponse("304",
                            OASFactory.createAPIResponse().description("Nothing has changed (If-None-Match)."));
                }
            }
        }
        APIResponse created = operation.getResponses().getAPIResponse(CREATED);
        if (created != null) {
            created.addHeader("Location", header("Where it is.", "http://localhost:8080/api/v1/accounts/alice"));
        }
    }

    private static Header header(String description, String example) {
        return OASFactory.createHeader().description(description).required(true)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING)).example(example);
    }

    /** What may be sent has no other properties; what is answered always has all of them. */
    private void schemas(OpenAPI document) {
        Components components = document.getComponents();
        Set<String> optional = classes.getAnnotations(JsonInclude.class).stream().map(AnnotationInstance::target)
                .filter(target -> target.kind() == AnnotationTarget.Kind.FIELD)
                .map(target -> target.asField().declaringClass().simpleName() + "." + target.asField().name())
                .collect(Collectors.toSet());
        Set<String> sent = new HashSet<>();
        document.getPaths().getPathItems().values().stream().flatMap(item -> item.getOperations().values().stream())
                .map(Operation::getRequestBody).filter(Objects::nonNull).flatMap(body -> schemas(body.getContent()))
                .forEach(schema -> reach(schema, components, sent));
        components.getSchemas().forEach((name, schema) -> {
            Map<String, Schema> properties = Optional.ofNullable(schema.getProperties()).orElse(Map.of());
            properties.forEach((property, value) -> {
                if (value.getDescription() == null) {
                    value.setDescription(PROPERTIES.get(property));
                }
            });
            if (sent.contains(name)) {
                schema.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
                properties.values().forEach(Completion::limitToInt);
            } else if (!properties.isEmpty()) {
                schema.setRequired(properties.keySet().stream().filter(property -> !optional.contains(name + "." + property))
                        .toList());
            }
        });
    }

    /** Of an object with members of any name, null takes one away. */
    private static Schema patched(Schema property) {
        Schema member = property.getAdditionalPropertiesSchema();
        return member == null ? property
                : OASFactory.createSchema().type(property.getType()).description(property.getDescription())
                        .examples(property.getExamples())
                        .additionalPropertiesSchema(OASFactory.createSchema().type(member.getType()).addType(SchemaType.NULL));
    }

    private static void limitToInt(Schema property) {
        if ("int32".equals(property.getFormat()) && property.getMaximum() == null) {
            property.setMaximum(BigDecimal.valueOf(Integer.MAX_VALUE));
        }
    }

    private static void reach(Schema schema, Components components, Set<String> reached) {
        if (schema.getRef() != null && reached.add(nameOf(schema))) {
            reach(resolved(schema, components), components, reached);
        }
        if (schema.getItems() != null) {
            reach(schema.getItems(), components, reached);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> reach(property, components, reached));
        }
    }

    private static List<Parameter> parameters(Operation operation) {
        return Optional.ofNullable(operation.getParameters()).orElse(List.of());
    }

    private static Stream<Schema> bodies(Operation operation, String code) {
        APIResponse response = operation.getResponses().getAPIResponse(code);
        return response == null ? Stream.empty() : schemas(response.getContent());
    }

    private static Stream<Schema> schemas(Content content) {
        return content == null ? Stream.empty()
                : content.getMediaTypes().values().stream().map(type -> type.getSchema()).filter(Objects::nonNull);
    }

    /** @return null unless the document names it */
    private static Schema resolved(Schema schema, Components components) {
        return schema.getRef() == null ? schema : components.getSchemas().get(nameOf(schema));
    }

    private static String nameOf(Schema schema) {
        return schema.getRef() == null ? null : schema.getRef().replace(SCHEMAS, "");
    }
}
