package io.drawbridge.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A good answer of the API.
 *
 * @param text as it came; empty when there is none
 * @param json the same, read
 * @param tag its ETag; null without one
 */
public record Answer(String text, JsonNode json, String tag) {
    static final Answer NOTHING = new Answer("", MissingNode.getInstance(), null);
}
