package io.drawbridge.cli.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What stands behind the question mark. */
public final class Query {
    private final StringBuilder text = new StringBuilder();

    /** @param value null for none */
    public Query and(String name, Object value) {
        if (value != null) {
            text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value.toString()));
        }
        return this;
    }

    /** A name that is one step of a path. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
