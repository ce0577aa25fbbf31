package io.drawbridge.admin.json;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.drawbridge.admin.problem.Problem;

/** Reads the body of a request: all of it, when it is small enough, as exactly one JSON object. */
@Provider
@Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
public final class JsonReader implements MessageBodyReader<Object> {
    static final int MAX_BYTES = 64 * 1024;

    private final ObjectMapper json;

    public JsonReader(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public Object readFrom(Class<Object> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream stream) {
        // JAX-RS would take it for JSON. A browser sends such a request across sites without asking first, with the
        // password that it remembers.
        if (!headers.containsKey(HttpHeaders.CONTENT_TYPE)) {
            throw new NotSupportedException();
        }
        byte[] body = read(stream);
        try {
            Object value = json.readValue(body, type);
            if (value == null) {
                throw Malformed.notAnObject();
            }
            return value;
        } catch (JacksonException e) {
            throw Malformed.of(e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading an array of bytes failed", e);
        }
    }

    static Problem tooLarge() {
        return Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, "The body is larger than " + MAX_BYTES + " bytes.");
    }

    private static byte[] read(InputStream stream) {
        byte[] body;
        try {
            body = stream.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw Problem.of(Status.BAD_REQUEST, "The body did not arrive as a whole.").exception();
        }
        if (body.length > MAX_BYTES) {
            throw tooLarge().exception();
        }
        return body;
    }
}
