package io.drawbridge.admin.json;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.problem.Problem.FieldError;

/** Says in the API's words what Jackson found wrong; Jackson's own words name our classes. */
final class Malformed {
    private Malformed() {
    }

    static WebApplicationException of(JacksonException e) {
        // A record that refuses its values has said already what is wrong.
        if (e.getCause() instanceof WebApplicationException ofTheRecord) {
            return ofTheRecord;
        }
        if (e instanceof JsonMappingException mapping && isAboutTheShape(mapping)) {
            return mapping.getPath().isEmpty() ? notAnObject() : ofField(mapping);
        }
        return notJson(e.getLocation());
    }

    static WebApplicationException notAnObject() {
        return Problem.of(Status.BAD_REQUEST, "The body must be one JSON object, and nothing else.").exception();
    }

    static WebApplicationException unknown(String field) {
        return wrong(field, "is not a field that can be set here");
    }

    static WebApplicationException wrong(String field, String rule) {
        return Problem.ofFields(List.of(new FieldError(field, rule))).exception();
    }

    private static boolean isAboutTheShape(JsonMappingException e) {
        return e instanceof MismatchedInputException || !e.getPath().isEmpty();
    }

    private static WebApplicationException ofField(JsonMappingException e) {
        // A place in an array has no name.
        String field = e.getPath().stream().map(JsonMappingException.Reference::getFieldName).filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        if (e instanceof UnrecognizedPropertyException) {
            return unknown(field);
        }
        if (e.getPath().stream().anyMatch(place -> place.getFieldName() == null)) {
            return wrong(field, "must be " + inWords(Collection.class));
        }
        Class<?> wanted = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : Integer.class;
        return wrong(field, "must be " + inWords(wanted));
    }

    private static String inWords(Class<?> type) {
        if (type == Integer.class) {
            return "a whole number of at most " + Integer.MAX_VALUE;
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array of strings";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object of strings";
        }
        return type == Boolean.class ? "true or false" : "a string";
    }

    private static WebApplicationException notJson(JsonLocation where) {
        String place = where == null ? "" : ", at line " + where.getLineNr() + ", column " + where.getColumnNr();
        return Problem.of(Status.BAD_REQUEST,
                "The body is not one JSON value in which each name stands once (RFC 8259)" + place + ".").exception();
    }
}
