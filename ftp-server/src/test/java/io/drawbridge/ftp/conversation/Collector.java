package io.drawbridge.ftp.conversation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** What receives traces, as OTLP says over HTTP; and the settings of one who wants to have them there. */
public class Collector implements QuarkusTestResourceLifecycleManager {
    private static final List<Span> SPANS = new CopyOnWriteArrayList<>();
    private HttpServer http;

    static List<Span> spans() {
        return SPANS;
    }

    /** @return empty when it has none of that name */
    static String attribute(Span span, String name) {
        return span.getAttributesList().stream().filter(one -> one.getKey().equals(name)).map(one -> text(one.getValue()))
                .findFirst().orElse("");
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    @Override
    public Map<String, String> start() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/v1/traces", exchange -> {
            try (InputStream body = exchange.getRequestBody()) {
                ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .filter(scope -> scope.getScope().getName().equals("io.drawbridge.ftp"))
                        .forEach(scope -> SPANS.addAll(scope.getSpansList()));
            }
            // Tests look whether the server holds a connection when all clients have left.
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:" + http.getAddress().getPort(),
                "quarkus.otel.bsp.schedule.delay", "50ms");
    }

    @Override
    public void stop() {
        http.stop(0);
    }
}
