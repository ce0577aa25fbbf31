package io.drawbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Hands on what a client and the API say to each other. */
final class Between implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "connection", "content-length", "upgrade",
            "http2-settings");

    /** Done before a request is handed on. */
    @FunctionalInterface
    interface Before {
        /** @return whether the client is to have its answer */
        boolean request(String method, int number);
    }

    private final HttpServer server;
    private final HttpClient onwards = HttpClient.newHttpClient();
    private final URI api;
    private final Before before;
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private int number;

    Between(URI api, Before before) {
        this.api = api;
        this.before = before;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handOn);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Of all requests, empty for none. */
    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            boolean isAnswered = before.request(exchange.getRequestMethod(), ++number);
            HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(exchange.getRequestURI().toString()))
                    .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> answer = onwards.send(request.build(), BodyHandlers.ofByteArray());
            if (!isAnswered) {
                return;
            }
            answer.headers().map().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        onwards.close();
    }
}
