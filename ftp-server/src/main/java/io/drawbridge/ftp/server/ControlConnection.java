package io.drawbridge.ftp.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.admission.Activity;
import io.drawbridge.ftp.admission.Admission;
import io.drawbridge.ftp.admission.Eviction;
import io.drawbridge.ftp.admission.Occupant;
import io.drawbridge.ftp.admission.Refusal;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Command;
import io.drawbridge.ftp.protocol.Input;
import io.drawbridge.ftp.protocol.LineDecoder;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.proxy.Origin;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.session.SessionEvent;
import io.drawbridge.ftp.tls.TlsContext;
import io.drawbridge.ftp.trace.SessionTrace;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/**
 * One client from accept to close. It owns the socket from the first moment, is the only one that writes to it, and
 * gives the slot back once, whatever way the connection ends.
 *
 * <pre>
 * WAITING --granted--> OPEN --last reply--> FINISHING --client closed, or time is up--> CLOSED
 *    '-----------refused (421)----------------^
 * </pre>
 *
 * State belongs to the connection's event loop; what other threads may call is marked so.
 */
final class ControlConnection implements Occupant {
    /** Lines that wait for the session's thread; then the client is held up. */
    private static final int MAX_WAITING_LINES = 32;
    /** Commands are short; a client that sends many at once is read in several pieces. */
    private static final int READ_BYTES = 4096;
    private static final int READS_AT_ONCE = 16;
    /** The system may hand over all it has when a client closes its side; nobody types so much ahead. */
    private static final int MAX_BACKLOG_BYTES = 1 << 20;
    /**
     * How long the last reply may take, and how long the socket stays after it, reading what the client still sends.
     * Closed at once it would answer that with a reset, which makes the client's system throw away the reply.
     */
    static final Duration LINGER = Duration.ofSeconds(2);
    /** How long a session that is to end is kept for the reply to a transfer that cannot be stopped any more. */
    private static final Duration LAST_REPLY = Duration.ofSeconds(30);

    /**
     * Keeps urgent data where it stands in the stream. Clients send ABOR with the Telnet Synch (RFC 959 §4.1.3), of which
     * the last byte is urgent; it may be the end of the line. Java offers no such option, and Netty only with epoll; the
     * numbers are Linux's SOL_SOCKET and SO_OOBINLINE.
     */
    private static final ChannelOption<Integer> URGENT_DATA_INLINE = new IntegerUnixChannelOption("SO_OOBINLINE", 1, 10);

    /** Replies of which nobody parses the words, as long as they have one line: a line more does no harm there. */
    private static final Set<ReplyCode> MAY_ANNOUNCE = EnumSet.of(ReplyCode.COMMAND_OKAY, ReplyCode.CLOSING_DATA_CONNECTION,
            ReplyCode.USER_LOGGED_IN, ReplyCode.FILE_ACTION_OKAY);

    /** As Linux numbers the states of a connection. */
    private static final int TCP_ESTABLISHED = 1;

    /**
     * @param secured whether what comes after it is in TLS
     * @param endsTransfer whether it is the last reply of a transfer
     */
    private record Answer(Reply reply, boolean secured, boolean endsTransfer) {
    }

    private enum State {
        WAITING,
        OPEN,
        FINISHING,
        CLOSED
    }

    private final FtpServer server;
    private final String listener;
    /** TLS from the first byte on; null where the connection begins in clear. */
    private final TlsContext implicitTls;
    private final Vertx vertx;
    private final Context context;
    private final NetSocketInternal socket;
    private final Channel channel;
    /** Null as long as it is not known whose connection it is, and when it is nobody's. */
    private Origin.Client client;
    private final Instant connectedAt = Instant.now();
    private LineDecoder decoder = new LineDecoder();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private State state = State.WAITING;
    /** By System.nanoTime(). */
    private long arrivedAt;
    private boolean toldToWait;
    private volatile boolean inputEnded;
    private boolean inputEndTold;
    private int waitingLines;
    /** What comes behind AUTH is not looked at before AUTH is answered. */
    private boolean heldByAuth;
    private final ControlTls tls;
    /** What waits until TLS has ended. */
    private final List<Answer> inClear = new ArrayList<>();
    /** Null once the slot is given back. */
    private Admission.Granted granted;
    /** Why the client is to leave when its transfer has been answered, or it has its place; null as long as it may stay. */
    private String lastWords;
    /** What the client is to be told with its next reply; null for nothing. */
    private String announcement;
    private SessionTrace trace = SessionTrace.OFF;
    private volatile Session session;
    private Conversation conversation;

    /**
     * On the connection's event loop, before anything can be read.
     *
     * @param implicit the TLS with which it begins; empty for in clear
     */
    ControlConnection(FtpServer server, String listener, Optional<TlsContext> implicit, Vertx vertx, NetSocket socket) {
        this.server = server;
        this.listener = listener;
        this.implicitTls = implicit.orElse(null);
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.socket = (NetSocketInternal) socket;
        this.channel = this.socket.channelHandlerContext().channel();
        // Vert.x would close as soon as the client closes its side, and take our reply with it.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(URGENT_DATA_INLINE, 1);
            // A read ends at the urgent byte, and epoll tells only once: what is behind would wait for the next packet.
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES).respectMaybeMoreData(false)
                    .maxMessagesPerRead(READS_AT_ONCE));
        }
        channel.config().setAutoRead(false);
        this.tls = new ControlTls(channel);
        socket.handler(this::received);
        socket.exceptionHandler(problem -> cut());
        socket.closeHandler(end -> closed());
        this.socket.eventHandler(event -> {
            if (event instanceof SslCloseCompletionEvent notice && notice.isSuccess() && tls.isLeaving()) {
                goOnInClear();
            } else if (event instanceof ChannelInputShutdownEvent
                    || event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
                inputEnded();
            }
        });
    }

    void begin() {
        server.proxies().identify(channel, origin -> {
            switch (origin) {
                case Origin.Client from -> begin(from);
                case Origin.Check check -> answer(check);
            }
        });
    }

    /** Who is to begin in TLS is counted when it has: nobody holds a place without being able to hear of it. */
    private void begin(Origin.Client from) {
        client = from;
        if (implicitTls == null) {
            arrive();
        } else if (server.handshakes().begin(from.address())) {
            handshakeOfClient(implicitTls).onSuccess(agreed -> arrive())
                    .onComplete(end -> server.handshakes().end(from.address()));
        } else {
            cut();
        }
    }

    /** The proxy is no client: it takes no place and counts nowhere. */
    private void answer(Origin.Check check) {
        Reply last = server.isReady() ? Reply.of(ReplyCode.SERVICE_READY, "Ready")
                : Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, "Not ready");
        if (implicitTls == null) {
            finish(List.of(last));
        } else {
            handshake(implicitTls).onSuccess(agreed -> finish(List.of(last)));
        }
    }

    private void arrive() {
        trace = server.trace(listener, client.address());
        arrivedAt = System.nanoTime();
        server.admissions().arrive(listener, client.address(), this, answer -> context.runOnContext(v -> decided(answer)));
    }

    private void decided(Admission answer) {
        switch (answer) {
            case Admission.Granted admitted -> {
                if (state != State.WAITING) {
                    admitted.slot().close();
                    return;
                }
                granted = admitted;
                trace.granted(admitted.slot().id(), admitted.batch());
                state = State.OPEN;
                session = new Session(admitted.slot(), server.language(), client.local(), client.reached(), this::happened,
                        this::isClientThere, Optional.ofNullable(implicitTls));
                session.setTrace(trace);
                session.identify(tls.certificate());
                conversation = new Conversation(server.dispatcher(), session, this);
                server.opened(this);
                if (lastWords != null) {
                    finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, lastWords)));
                    return;
                }
                write(Reply.of(ReplyCode.SERVICE_READY, server.banner()));
                if (!toldToWait) {
                    server.counters().welcomed(System.nanoTime() - arrivedAt);
                }
                channel.config().setAutoRead(true);
                deliverLines();
            }
            case Admission.Waiting waiting -> {
                trace.waits();
                toldToWait = true;
                if (state == State.WAITING && server.announcesWait()) {
                    long minutes = Math.max(1, waiting.atMost().plusSeconds(59).toMinutes());
                    write(Reply.of(ReplyCode.SERVICE_READY_IN_MINUTES, "Service ready in " + minutes + " minutes"));
                }
            }
            case Admission.Refused refused -> {
                Refusal why = refused.refusal();
                trace.refused(why.reason().name().toLowerCase(Locale.ROOT), why.reference(), refused.batch());
                if (state == State.WAITING) {
                    if (!toldToWait) {
                        server.counters().turnedAway(System.nanoTime() - arrivedAt);
                    }
                    finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, why.words())));
                }
            }
        }
    }

    /** Any thread. */
    private void happened(SessionEvent event) {
        try {
            if (event instanceof SessionEvent.TransferEnded end) {
                // Here, because a session that is over hears no more of its transfer.
                session.transfer().ifPresent(ended -> server.transferEnded(ended, end.outcome()));
            }
        } finally {
            conversation.tell(event);
        }
    }

    private void received(Buffer bytes) {
        switch (state) {
            case WAITING, OPEN -> {
                if (decoder.backlog() + bytes.length() > MAX_BACKLOG_BYTES) {
                    cut();
                    return;
                }
                decoder.feed(bytes.getBytes());
                deliverLines();
            }
            case FINISHING, CLOSED -> {
                // Read, so that closing does not reset; but not listened to any more.
            }
        }
    }

    private void inputEnded() {
        inputEnded = true;
        if (tls.isBeginning()) {
            cut();
            return;
        }
        switch (state) {
            case WAITING -> {
                // The verdict is on its way, and the client may still want to read it.
            }
            case OPEN -> deliverLines();
            case FINISHING -> socket.close();
            case CLOSED -> {
            }
        }
    }

    /** Whether the client has not closed its side. The system knows before this event loop has heard of it. Any thread. */
    private boolean isClientThere() {
        if (!(channel instanceof EpollSocketChannel epoll)) {
            return channel.isActive() && !inputEnded;
        }
        try {
            return epoll.tcpInfo().state() == TCP_ESTABLISHED;
        } catch (ChannelException e) {
            return false;
        }
    }

    private void deliverLines() {
        // What is answered while TLS ends has to be kept until it has ended: no more of it than waits already.
        if (state != State.OPEN || tls.isLeaving() && !inputEnded) {
            return;
        }
        while (waitingLines < MAX_WAITING_LINES && !heldByAuth) {
            Optional<Input> input = decoder.next();
            if (input.isEmpty()) {
                if (inputEnded && !inputEndTold) {
                    inputEndTold = true;
                    conversation.tell(new SessionEvent.InputEnded());
                }
                channel.config().setAutoRead(true);
                return;
            }
            waitingLines++;
            heldByAuth = isAuth(input.get());
            conversation.tell(new SessionEvent.Received(input.get()));
        }
        channel.config().setAutoRead(false);
    }

    private static boolean isAuth(Input input) {
        return switch (input) {
            case Input.Line line -> Verb.of(Command.parse(line.text()).word()).equals(Optional.of(Verb.AUTH));
            case Input.Fault fault -> false;
        };
    }

    /** A line of the client has been answered. Any thread. */
    void lineTaken() {
        context.runOnContext(v -> {
            waitingLines--;
            if (waitingLines == 0) {
                heldByAuth = false;
            }
            if (waitingLines == MAX_WAITING_LINES / 2 || waitingLines == 0) {
                deliverLines();
            }
        });
    }

    /**
     * Sends a reply; one that closes is the last. Blocks while the client does not read what it was sent before. From the
     * session's thread.
     */
    void send(Reply reply) {
        send(new Answer(reply, session.isSecured(), false));
    }

    /** The same for the reply that says how a transfer has ended. */
    void sendTransferEnd(Reply reply) {
        send(new Answer(reply, session.isSecured(), true));
    }

    private void send(Answer answer) {
        context.runOnContext(v -> {
            if (state == State.OPEN) {
                answer(answer);
            }
        });
        if (socket.writeQueueFull()) {
            CompletableFuture<Void> writable = new CompletableFuture<>();
            context.runOnContext(v -> {
                if (socket.writeQueueFull()) {
                    socket.drainHandler(drained -> writable.complete(null));
                } else {
                    writable.complete(null);
                }
            });
            CompletableFuture.anyOf(writable, closed).join();
        }
    }

    private void answer(Answer answer) {
        if (answer.reply().code().closesConnection()) {
            finish(List.of(answer.reply()));
            return;
        }
        if (tls.isLeaving()) {
            inClear.add(answer);
            return;
        }
        write(answer.reply());
        if (answer.endsTransfer()) {
            session.transferAnswered();
        }
        if (tls.isOn() != answer.secured()) {
            if (answer.secured()) {
                secure(session.tls().orElseThrow());
            } else {
                leaveTls();
            }
        }
        if (lastWords != null && !session.isTransferUnanswered()) {
            finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, lastWords)));
        }
    }

    /**
     * From here on there is TLS. What has come in clear behind AUTH may have been put there by somebody on the way, and is
     * forgotten (CVE-2011-0411 and its like).
     */
    private void secure(TlsContext offered) {
        decoder = new LineDecoder();
        handshakeOfClient(offered).onSuccess(agreed -> session.identify(tls.certificate()));
    }

    private Future<Void> handshakeOfClient(TlsContext offered) {
        return handshake(offered).onSuccess(made -> server.counters().handshakeMade(tls.protocol()))
                .onFailure(problem -> server.handshakeFailed(client.address(), problem));
    }

    private Future<Void> handshake(TlsContext offered) {
        Future<Void> agreed = tls.begin(offered).onFailure(problem -> cut());
        channel.config().setAutoRead(true);
        return agreed;
    }

    /** TLS ends and the connection goes on (RFC 4217 §5, §13): the last word in TLS is that this side has ended it. */
    private void leaveTls() {
        tls.leave();
        channel.config().setAutoRead(true);
    }

    private void goOnInClear() {
        tls.remove();
        // What is behind the client's own end goes to the decoder, when this event has been handled. Only then may AUTH, which
        // throws it away, be answered.
        context.runOnContext(v -> {
            tls.hasLeft();
            List<Answer> late = List.copyOf(inClear);
            inClear.clear();
            if (state == State.OPEN) {
                late.forEach(this::answer);
                deliverLines();
            }
        });
    }

    /** Tells an admitted client why it is to leave, and closes. Any thread; more than once is harmless. */
    void end(String words) {
        context.runOnContext(v -> {
            if (state == State.OPEN
                    && session.transfer().filter(running -> running.abort(Transfer.AbortCause.SERVER)).isPresent()) {
                finish(List.of(Reply.of(ReplyCode.TRANSFER_ABORTED, "Transfer aborted"),
                        Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, words)));
            } else {
                // An upload that is just being moved into place is still told that it is there.
                leave(words);
                // But who does not read what it was told before would stay for ever.
                vertx.setTimer(LAST_REPLY.toMillis(), timer -> {
                    if (state == State.OPEN) {
                        finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, words)));
                    }
                });
            }
        });
    }

    /** The same, but a transfer goes on, and is answered before. Any thread; more than once is harmless. */
    void endAfterTransfer(String words) {
        context.runOnContext(v -> leave(words));
    }

    private void leave(String words) {
        if (state == State.OPEN && !session.isTransferUnanswered()) {
            finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, words)));
        } else {
            // While it waits: its place was lost before this event loop has heard that it has one.
            lastWords = words;
        }
    }

    /** Closes without a word, unless the last one is on its way. Any thread. */
    void close() {
        context.runOnContext(v -> {
            if (state == State.OPEN) {
                finish(List.of());
            }
        });
    }

    /** Closes now. Vert.x and TLS would first send what waits to be sent, to a client that may never read it. */
    private void cut() {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    private Future<Void> write(Reply reply) {
        Reply toWrite = reply;
        if (announcement != null && MAY_ANNOUNCE.contains(reply.code()) && reply.lines().size() == 1) {
            toWrite = reply.after(announcement);
            announcement = null;
        }
        return socket.write(Buffer.buffer(toWrite.wire()));
    }

    /** Writes the last replies, and closes the socket in a way that lets them arrive. */
    private void finish(List<Reply> last) {
        state = State.FINISHING;
        trace.ended(last.isEmpty() ? "left" : last.getLast().code().code() + " " + last.getLast().lines().getFirst());
        release();
        channel.config().setAutoRead(true);
        Future<Void> written = Future.succeededFuture();
        for (Reply reply : last) {
            written = write(reply);
        }
        // From now on, and not from when all is sent: a client that does not read would keep the socket for ever.
        vertx.setTimer(LINGER.toMillis(), timer -> cut());
        written.onComplete(sent -> {
            if (inputEnded || sent.failed()) {
                socket.close();
            } else {
                tls.end(() -> ((DuplexChannel) channel).shutdownOutput());
            }
        });
    }

    private void closed() {
        state = State.CLOSED;
        trace.ended("lost");
        release();
        closed.complete(null);
    }

    /** Once: gives the slot back, and ends what the session has begun. */
    private void release() {
        if (granted != null) {
            granted.slot().close();
            granted = null;
            server.closed(this);
            session.end();
            conversation.tell(new SessionEvent.Disconnected());
        }
    }

    /** Null until it is admitted. Any thread. */
    Session session() {
        return session;
    }

    @Override
    public Activity activity() {
        Session current = session;
        return current == null ? new Activity(SessionRow.State.CONNECTED, connectedAt, 0, 0) : current.activity();
    }

    @Override
    public Language language() {
        Session current = session;
        return current == null ? server.language() : current.language();
    }

    @Override
    public void evict(Eviction why) {
        end(switch (why) {
            case Eviction.Kicked kicked -> "Closed by the administrator";
            case Eviction.NoPlace lost -> lost.refusal().words();
        });
    }

    /** RFC 959 §5.4: a reply may have several lines. */
    @Override
    public void announce(String words) {
        context.runOnContext(v -> announcement = words);
    }
}
