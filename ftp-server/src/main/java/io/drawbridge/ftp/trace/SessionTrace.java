package io.drawbridge.ftp.trace;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ClientAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.NetworkAttributes;

/**
 * The span of one client from its arrival to its end, with a child for its admission, each login and each transfer.
 * Attributes are named as the semantic conventions of OpenTelemetry name them, and those of ours {@code drawbridge.…}. Any
 * thread;
 * nothing blocks.
 */
public final class SessionTrace {
    /** Of a session that is not traced. */
    public static final SessionTrace OFF = new SessionTrace(null, false, Span.getInvalid(), Span.getInvalid());

    // Of the conventions too, but in the part that may still change.
    private static final AttributeKey<String> SESSION_ID = AttributeKey.stringKey("session.id");
    private static final AttributeKey<String> USER_NAME = AttributeKey.stringKey("user.name");
    private static final AttributeKey<String> FILE_PATH = AttributeKey.stringKey("file.path");

    private static final AttributeKey<String> NODE = AttributeKey.stringKey("drawbridge.node");
    private static final AttributeKey<String> LISTENER = AttributeKey.stringKey("drawbridge.listener");
    private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("drawbridge.verdict");
    private static final AttributeKey<Long> BATCH = AttributeKey.longKey("drawbridge.batch");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("drawbridge.reason");
    private static final AttributeKey<String> REFERENCE = AttributeKey.stringKey("drawbridge.reference");
    private static final AttributeKey<Long> REPLY = AttributeKey.longKey("drawbridge.reply");
    private static final AttributeKey<Long> BYTES = AttributeKey.longKey("drawbridge.bytes");
    private static final AttributeKey<String> END = AttributeKey.stringKey("drawbridge.end");

    /** Null when there is nothing to be traced. */
    private final Tracer tracer;
    private final boolean fileNames;
    private final Span session;
    private final Span admission;

    private SessionTrace(Tracer tracer, boolean fileNames, Span session, Span admission) {
        this.tracer = tracer;
        this.fileNames = fileNames;
        this.session = session;
        this.admission = admission;
    }

    static SessionTrace begin(Tracer tracer, boolean fileNames, String node, String listener, InetAddress address) {
        Span session = tracer.spanBuilder("session").setNoParent().setSpanKind(SpanKind.SERVER)
                .setAttribute(ClientAttributes.CLIENT_ADDRESS, address.getHostAddress())
                .setAttribute(NetworkAttributes.NETWORK_PROTOCOL_NAME, "ftp")
                .setAttribute(NetworkAttributes.NETWORK_TRANSPORT, NetworkAttributes.NetworkTransportValues.TCP)
                .setAttribute(NODE, node).setAttribute(LISTENER, listener).startSpan();
        return new SessionTrace(tracer, fileNames, session,
                tracer.spanBuilder("admission").setParent(Context.root().with(session)).startSpan());
    }

    /** There is no place, and it waits for one. */
    public void waits() {
        admission.addEvent("waits for a place");
    }

    /**
     * It has come in.
     *
     * @param batch how many arrivals were decided on together; 0 when none was, but by what this node knows
     */
    public void granted(UUID id, int batch) {
        session.setAttribute(SESSION_ID, id.toString());
        admission.setAttribute(VERDICT, "granted").setAttribute(BATCH, (long) batch).end();
    }

    /**
     * It was refused at the door.
     *
     * @param reason as the log and the API name it
     * @param batch as of {@link #granted}
     */
    public void refused(String reason, String reference, int batch) {
        session.setAttribute(REASON, reason).setAttribute(REFERENCE, reference);
        admission.setAttribute(VERDICT, "refused").setAttribute(REASON, reason).setAttribute(REFERENCE, reference)
                .setAttribute(BATCH, (long) batch).end();
    }

    /**
     * A login has been answered.
     *
     * @param account who it is; empty when that was not shown
     */
    public void login(Instant begunAt, int reply, Optional<String> account) {
        if (tracer == null) {
            return;
        }
        Span login = child("login", begunAt).setAttribute(REPLY, (long) reply);
        account.ifPresent(name -> {
            login.setAttribute(USER_NAME, name);
            session.setAttribute(USER_NAME, name);
        });
        login.end();
    }

    /**
     * A transfer has ended.
     *
     * @param sent whether to the client
     * @param cause why it is not complete; empty when it is
     */
    public void transfer(Instant begunAt, String verb, boolean sent, String path, long bytes, Optional<String> cause) {
        if (tracer == null) {
            return;
        }
        Span transfer = child(verb, begunAt).setAttribute(BYTES, bytes)
                .setAttribute(NetworkAttributes.NETWORK_PROTOCOL_NAME, "ftp")
                .setAttribute("network.io.direction", sent ? "transmit" : "receive");
        if (fileNames) {
            transfer.setAttribute(FILE_PATH, path);
        }
        cause.ifPresent(why -> transfer.setAttribute(ErrorAttributes.ERROR_TYPE, why).setStatus(StatusCode.ERROR));
        transfer.end();
    }

    private Span child(String name, Instant begunAt) {
        return tracer.spanBuilder(name).setParent(Context.root().with(session)).setStartTimestamp(begunAt).startSpan();
    }

    /**
     * It is over. Only the first call counts.
     *
     * @param how the last reply, or what happened instead of it
     */
    public void ended(String how) {
        if (session.isRecording()) {
            admission.end();
            session.setAttribute(END, how).end();
        }
    }
}
