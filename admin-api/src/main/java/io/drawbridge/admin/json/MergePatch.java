package io.drawbridge.admin.json;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A JSON merge patch (RFC 7396): what it does not name stays, what it names with null becomes null.
 *
 * @param changes an object
 */
public record MergePatch(ObjectNode changes) {
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MergePatch {
    }

    /**
     * The record with the changes made. An array is a value (RFC 7396 §2).
     *
     * @param current made anew, with all that its constructor checks
     * @throws jakarta.ws.rs.WebApplicationException a problem of status 400: a field that the record does not have, a value
     *         of a wrong type, or one that the record refuses
     */
    public <T extends Record> T appliedTo(T current, ObjectMapper json) {
        ObjectNode merged = json.valueToTree(current);
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (!merged.has(change.getKey())) {
                throw Malformed.unknown(change.getKey());
            }
            merged.set(change.getKey(), merged(merged.get(change.getKey()), change.getValue()));
        }
        try {
            @SuppressWarnings("unchecked")
            Class<T> type = (Class<T>) current.getClass();
            return json.treeToValue(merged, type);
        } catch (JacksonException e) {
            throw Malformed.of(e);
        }
    }

    /** Within a field, null takes away. */
    private static JsonNode merged(JsonNode current, JsonNode change) {
        if (!(current instanceof ObjectNode members) || !change.isObject()) {
            return change;
        }
        for (Map.Entry<String, JsonNode> member : change.properties()) {
            if (member.getValue().isNull()) {
                members.remove(member.getKey());
            } else {
                members.set(member.getKey(), merged(members.get(member.getKey()), member.getValue()));
            }
        }
        return members;
    }

    /** @throws jakarta.ws.rs.WebApplicationException a problem of status 400 when a change is null, but of these fields */
    public MergePatch withoutNulls(String... but) {
        Set<String> nullable = Set.of(but);
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull() && !nullable.contains(change.getKey())) {
                throw Malformed.wrong(change.getKey(), "must not be null");
            }
        }
        return this;
    }
}
