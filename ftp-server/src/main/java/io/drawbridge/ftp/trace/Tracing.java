package io.drawbridge.ftp.trace;

import java.net.InetAddress;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.drawbridge.ftp.config.FtpConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/** Begins the traces of sessions, where an operator wants them. */
@Singleton
public final class Tracing {
    private final boolean off;
    private final Tracer tracer;
    private final boolean fileNames;

    Tracing(OpenTelemetry telemetry, FtpConfig config, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.off = off;
        this.tracer = telemetry.getTracer("io.drawbridge.ftp");
        this.fileNames = config.traceFileNames();
    }

    /**
     * A client has come. Any thread; does not block.
     *
     * @param node the name of this one
     * @param listener the name of the one that it has connected to
     */
    public SessionTrace arrived(String node, String listener, InetAddress address) {
        return off ? SessionTrace.OFF : SessionTrace.begin(tracer, fileNames, node, listener, address);
    }
}
