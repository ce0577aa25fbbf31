package io.drawbridge.admin.description;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;

import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Creation;

/** Parameters that many operations take alike. */
enum Shared {
    REASON(In.QUERY, Author.REASON, "Reason", "INC-4711",
            "Why this is changed, for the audit; an installation may require it."),
    IF_MATCH(In.HEADER, "If-Match", "IfMatch", "\"4f0c5be17d3a90c2b6e81d4f\"",
            "The ETag that was read: it is changed only if nobody has changed it since (RFC 9110 §13.1.1)."),
    IF_NONE_MATCH(In.HEADER, "If-None-Match", "IfNoneMatch", "\"4f0c5be17d3a90c2b6e81d4f\"",
            "The ETag that was read: 304 as long as it is the same; with PUT, `*` makes it only where there is none (RFC 9110 §13.1.2)."),
    IDEMPOTENCY_KEY(In.HEADER, Creation.KEY, "IdempotencyKey", "0b0dfb5c-7f3c-4d2c-9a54-55f6a1a3e0c1",
            "The same request with the same key, within a day, is answered as the first time, and nothing is made twice.");

    private final In in;
    private final String name;
    private final String component;
    private final String example;
    private final String description;

    Shared(In in, String name, String component, String example, String description) {
        this.in = in;
        this.name = name;
        this.component = component;
        this.example = example;
        this.description = description;
    }

    String component() {
        return component;
    }

    Parameter reference() {
        return OASFactory.createParameter().ref("#/components/parameters/" + component);
    }

    Parameter described() {
        return OASFactory.createParameter().in(in).name(name).description(description).example(example).schema(schema());
    }

    private Schema schema() {
        Schema text = OASFactory.createSchema().addType(SchemaType.STRING);
        return switch (this) {
            case REASON -> text.maxLength(Author.MAX_REASON);
            case IDEMPOTENCY_KEY -> text.pattern("^[!-~]{1,255}$");
            case IF_MATCH, IF_NONE_MATCH -> text;
        };
    }
}
