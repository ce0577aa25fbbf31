package io.drawbridge.cli.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.UUID;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;

/**
 * Calls of the API, one after the other. Each gives a good answer or throws a {@link Failure}. Redirections are not followed:
 * the token is for the server that was named.
 */
public final class Api implements AutoCloseable {
    private static final Duration MAX_CONNECT = Duration.ofSeconds(10);
    private static final Duration MAX_ANSWER = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server server;
    private final HttpClient http;

    public Api(Server server) {
        this.server = server;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(MAX_CONNECT);
        if (server.certificates() != null) {
            builder.sslContext(Trust.in(server.certificates()));
        }
        http = builder.build();
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** @param path below /api/v1, with its query */
    public Answer get(String path) {
        return good(send(request(path).GET()));
    }

    /** As {@link #get}, in a language such as {@code th}; null for the server's own choice. */
    public Answer get(String path, String language) {
        HttpRequest.Builder request = request(path).GET();
        if (language != null) {
            request.setHeader("Accept-Language", language);
        }
        return good(send(request));
    }

    /** Of what takes no key to be made once. */
    public Answer post(String path, ObjectNode body) {
        return good(send(request(path).POST(BodyPublishers.ofString(body.toString()))));
    }

    /** Makes something once, even when the answer to the first attempt gets lost. */
    public Answer make(String path, ObjectNode body) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body.toString()))
                .setHeader("Idempotency-Key", UUID.randomUUID().toString());
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (ConnectException | HttpTimeoutException e) {
            throw unreachable(e);
        } catch (IOException e) {
            response = send(request);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return good(response);
    }

    public Answer delete(String path) {
        return good(send(request(path).DELETE()));
    }

    /** What something was, and what it is now. */
    public record Change(Answer before, Answer after) {
    }

    /** A merge patch of what has just been read, and of what it is then when somebody else was faster; that once. */
    public Change patch(String path, Query query, ObjectNode patch) {
        return change(path, query, "PATCH", patch);
    }

    /** As {@link #patch}, but all of it. */
    public Change put(String path, Query query, ObjectNode whole) {
        return change(path, query, "PUT", whole);
    }

    private Change change(String path, Query query, String method, ObjectNode body) {
        Answer before = get(path);
        HttpResponse<String> response = change(path + query, method, body, before);
        if (ExitCode.of(response.statusCode()) == ExitCode.CHANGED) {
            before = get(path);
            response = change(path + query, method, body, before);
        }
        return new Change(before, good(response));
    }

    private HttpResponse<String> change(String path, String method, ObjectNode body, Answer before) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body.toString()));
        if (before.tag() != null) {
            request.setHeader("If-Match", before.tag());
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1" + path)).timeout(MAX_ANSWER)
                .setHeader("Accept", "application/json").setHeader("Content-Type", "application/json");
        if (server.authorization() != null) {
            request.setHeader("Authorization", server.authorization());
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure(ExitCode.UNREACHABLE, "interrupted", e);
    }

    private Failure unreachable(IOException problem) {
        return new Failure(ExitCode.UNREACHABLE, "cannot reach " + server + ": " + why(problem), problem);
    }

    private static String why(IOException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "no such host";
            }
        }
        return switch (problem) {
            case HttpTimeoutException late -> "no answer in time";
            case SSLException tls -> "TLS failed: " + tls.getMessage();
            case ConnectException refused -> "nobody listens there";
            default -> problem.getMessage() == null ? "the connection broke" : problem.getMessage();
        };
    }

    private Answer good(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return response.body().isEmpty() ? Answer.NOTHING
                    : new Answer(response.body(), json(response), response.headers().firstValue("ETag").orElse(null));
        }
        throw new Failure(ExitCode.of(status), problem(response));
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new Failure(ExitCode.UNREACHABLE, server + " is no Drawbridge: it answers with something else than JSON", e);
        }
    }

    /** What problem+json says, else the status. */
    private String problem(HttpResponse<String> response) {
        int status = response.statusCode();
        String said = "";
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
            JsonNode problem = json(response);
            said = problem.path("detail").asText(problem.path("title").asText());
        }
        StringBuilder line = new StringBuilder(said.isEmpty() ? server + " answers " + status : said);
        if (status == 401) {
            line.append(server.authorization() == null ? " (drawbridge login, --token-file or DRAWBRIDGE_TOKEN)"
                    : " (the login is wrong or has expired)");
        }
        response.headers().firstValue("Retry-After")
                .ifPresent(seconds -> line.append(" (try again in ").append(seconds).append(" s)"));
        return line.toString();
    }

    /** Its threads would keep nobody from ending. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
