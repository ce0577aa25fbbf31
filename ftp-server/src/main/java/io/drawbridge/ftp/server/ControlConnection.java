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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.Future;

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
final class ControlConnection extends ChannelInboundHandlerAdapter implements Occupant {
    /** Lines that wait for their answer; then the client is held up. */
    private static final int MAX_WAITING_LINES = 32;
    /** Commands are short; a client that sends many at once is read in several pieces. */
    private static final int READ_BYTES = 4096;
    /**
     * Then it is the turn of the other connections of the event loop: prompt commands are answered by it. The second is for
     * what stands behind an urgent byte: a read ends there, and epoll tells only once.
     */
    private static final int READS_AT_ONCE = 2;
    /** Not "more only when the read was full": one that ends at an urgent byte is not. */
    private static final RecvByteBufAllocator READS = new FixedRecvByteBufAllocator(READ_BYTES)
            .respectMaybeMoreData(false).maxMessagesPerRead(READS_AT_ONCE);
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

    private static final ChannelOption<Integer> KEEP_ALIVE = new IntegerUnixChannelOption("SO_KEEPALIVE", 1, 9);
    /** The numbers are Linux's IPPROTO_TCP and TCP_NODELAY. */
    private static final ChannelOption<Integer> NO_DELAY = new IntegerUnixChannelOption("TCP_NODELAY", 6, 1);

    /** Replies of which nobody parses the words, as long as they have one line: a line more does no harm there. */
    private static final Set<ReplyCode> MAY_ANNOUNCE = EnumSet.of(ReplyCode.COMMAND_OKAY, ReplyCode.CLOSING_DATA_CONNECTION,
            ReplyCode.USER_LOGGED_IN, ReplyCode.FILE_ACTION_OKAY);

    private static final Optional<Verb> AUTH = Optional.of(Verb.AUTH);

    /** As Linux numbers the states of a connection. */
    private static final int TCP_ESTABLISHED = 1;

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
    private final Channel channel;
    private final EventLoop loop;
    /** Of this handler, behind that of TLS. */
    private ChannelHandlerContext context;
    /** Null as long as it is not known whose connection it is, and when it is nobody's. */
    private Origin.Client client;
    private final long connectedAt = System.currentTimeMillis();
    private LineDecoder decoder = new LineDecoder();

    private State state = State.WAITING;
    /** By System.nanoTime(). */
    private long arrivedAt;
    private boolean toldToWait;
    private volatile boolean inputEnded;
    private boolean inputEndTold;
    private int waitingLines;
    private boolean delivering;
    /** What comes behind AUTH is not looked at before AUTH is answered. */
    private boolean heldByAuth;
    /** Something has been written and not flushed. */
    private boolean written;
    /** What a thread waits for that has more to say than the client reads; null when none does. */
    private CompletableFuture<Void> reading;
    private final ControlTls tls;
    /** What waits until TLS has ended. */
    private final List<Answer> inClear = new ArrayList<>(0);
    /** Null once the slot is given back. */
    private Admission.Granted granted;
    /** Why the client is to leave when its transfer has been answered, or it has its place; null as long as it may stay. */
    private String lastWords;
    /** What the client is to be told with its next reply; null for nothing. */
    private String announcement;
    private SessionTrace trace = SessionTrace.OFF;
    /** Closes the socket when its time is up; null before the last reply, and when there is nothing to wait for. */
    private ScheduledFuture<?> linger;
    private volatile Session session;
    private Conversation conversation;

    /**
     * On the connection's event loop, before anything can be read: a handler of its pipeline.
     *
     * @param implicit the TLS with which it begins; empty for in clear
     */
    ControlConnection(FtpServer server, String listener, Optional<TlsContext> implicit, Channel channel) {
        this.server = server;
        this.listener = listener;
        this.implicitTls = implicit.orElse(null);
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.tls = new ControlTls(channel);
    }

    /** In Linux sockets have these from their listener: the system need not be asked for each. */
    static void configureListener(Channel listener) {
        if (listener instanceof EpollServerSocketChannel) {
            listener.config().setOption(NO_DELAY, 1);
            listener.config().setOption(KEEP_ALIVE, 1);
            listener.config().setOption(URGENT_DATA_INLINE, 1);
        }
    }

    /** On its event loop, before anything is read. */
    static void configure(Channel accepted) {
        // Else it would be closed as soon as the client closes its side, and take our reply with it.
        accepted.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        accepted.config().setAutoRead(false);
        accepted.config().setRecvByteBufAllocator(READS);
        if (!(accepted instanceof EpollSocketChannel)) {
            accepted.config().setOption(ChannelOption.TCP_NODELAY, true);
            accepted.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        try {
            received(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (!isHeldUp()) {
            goOn();
            flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslCloseCompletionEvent notice && notice.isSuccess() && tls.isLeaving()) {
            goOnInClear();
        } else if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
            inputEnded();
        }
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        cut();
    }

    /** Another thread may call it: what is to be done is done on the event loop, at once when this is it. */
    private void onEventLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            flush();
        } else {
            loop.execute(() -> {
                task.run();
                flush();
            });
        }
    }

    private void begin() {
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
        server.admissions().arrive(listener, client.address(), this, answer -> onEventLoop(() -> decided(answer)));
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
                session.setEventLoop(channel.eventLoop());
                session.identify(tls.certificate());
                conversation = new Conversation(server.dispatcher(), session, this);
                server.opened(this);
                if (lastWords != null) {
                    finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, lastWords)));
                    return;
                }
                written = true;
                context.write(bytes(server.greeting()), channel.voidPromise());
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
            onEventLoop(() -> conversation.tell(event));
        }
    }

    private void received(ByteBuf bytes) {
        switch (state) {
            case WAITING, OPEN -> {
                if (decoder.backlog() + bytes.readableBytes() > MAX_BACKLOG_BYTES) {
                    cut();
                    return;
                }
                byte[] read = new byte[bytes.readableBytes()];
                bytes.readBytes(read);
                decoder.feed(read);
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
            case FINISHING -> channel.close();
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
        if (delivering || state != State.OPEN || tls.isLeaving() && !inputEnded) {
            return;
        }
        delivering = true;
        try {
            deliverAsManyAsMayWait();
        } finally {
            delivering = false;
        }
    }

    private void deliverAsManyAsMayWait() {
        while (waitingLines < MAX_WAITING_LINES && !heldByAuth && state == State.OPEN) {
            Optional<Input> input = decoder.next();
            if (input.isEmpty()) {
                if (inputEnded && !inputEndTold) {
                    inputEndTold = true;
                    conversation.tell(new SessionEvent.InputEnded());
                }
                channel.config().setAutoRead(true);
                return;
            }
            SessionEvent event = event(input.get());
            waitingLines++;
            heldByAuth = event instanceof SessionEvent.Commanded told && told.verb().equals(AUTH);
            conversation.tell(event);
        }
        channel.config().setAutoRead(state != State.OPEN);
    }

    private static SessionEvent event(Input input) {
        return switch (input) {
            case Input.Line line -> {
                Command command = Command.parse(line.text());
                yield new SessionEvent.Commanded(command, Verb.of(command.word()));
            }
            case Input.Fault fault -> new SessionEvent.Failed(fault);
        };
    }

    /** A line of the client has been answered. */
    private void lineTaken() {
        waitingLines--;
        if (waitingLines == 0) {
            heldByAuth = false;
        }
        if (waitingLines == MAX_WAITING_LINES / 2 || waitingLines == 0) {
            deliverLines();
        }
    }

    /** Whether the caller is this connection's event loop, which alone may {@link #answer}. */
    boolean isOnEventLoop() {
        return loop.inEventLoop();
    }

    /** Whether there is more to be read by the client than it should have waiting. On the event loop. */
    boolean isHeldUp() {
        return state == State.OPEN && !channel.isWritable();
    }

    /**
     * Sends replies; one that closes is the last. From a thread of the session.
     *
     * @param then done behind them, on the event loop
     */
    void send(List<Answer> answers, Runnable then) {
        onEventLoop(() -> {
            answers.forEach(this::answer);
            then.run();
        });
    }

    /** Blocks while the client does not read what it was sent. From a thread of the session, which is the only one. */
    void awaitReading() {
        if (!channel.isWritable()) {
            CompletableFuture<Void> read = new CompletableFuture<>();
            onEventLoop(() -> {
                reading = read;
                if (!isHeldUp()) {
                    goOn();
                }
            });
            read.join();
        }
    }

    /** The client reads, or need not any more. */
    private void goOn() {
        if (reading != null) {
            reading.complete(null);
            reading = null;
        }
        if (conversation != null) {
            conversation.goOnUnlessHeldUp();
        }
    }

    /** Sends a reply. On the event loop. */
    void answer(Answer answer) {
        if (state == State.OPEN) {
            tell(answer);
        }
        if (!answer.endsTransfer()) {
            lineTaken();
        }
    }

    private void tell(Answer answer) {
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
            // What TLS does now comes behind the reply.
            flush();
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
        loop.execute(() -> {
            tls.hasLeft();
            List<Answer> late = List.copyOf(inClear);
            inClear.clear();
            if (state == State.OPEN) {
                late.forEach(this::tell);
                deliverLines();
            }
            flush();
        });
    }

    /** Tells an admitted client why it is to leave, and closes. Any thread; more than once is harmless. */
    void end(String words) {
        onEventLoop(() -> {
            if (state == State.OPEN
                    && session.transfer().filter(running -> running.abort(Transfer.AbortCause.SERVER)).isPresent()) {
                finish(List.of(Reply.of(ReplyCode.TRANSFER_ABORTED, "Transfer aborted"),
                        Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, words)));
            } else {
                // An upload that is just being moved into place is still told that it is there.
                leave(words);
                // But who does not read what it was told before would stay for ever.
                loop.schedule(() -> {
                    if (state == State.OPEN) {
                        finish(List.of(Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, words)));
                    }
                }, LAST_REPLY.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    /** The same, but a transfer goes on, and is answered before. Any thread; more than once is harmless. */
    void endAfterTransfer(String words) {
        onEventLoop(() -> leave(words));
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
        onEventLoop(() -> {
            if (state == State.OPEN) {
                finish(List.of());
            }
        });
    }

    /** Closes now. TLS would first send what waits to be sent, to a client that may never read it. */
    private void cut() {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    private void write(Reply reply) {
        written = true;
        context.write(bytes(reply), channel.voidPromise());
    }

    private ByteBuf bytes(Reply reply) {
        if (announcement != null && MAY_ANNOUNCE.contains(reply.code()) && reply.lines().size() == 1) {
            Reply more = reply.after(announcement);
            announcement = null;
            return bytes(more.wire());
        }
        return bytes(reply.wire());
    }

    private ByteBuf bytes(byte[] wire) {
        return channel.alloc().directBuffer(wire.length).writeBytes(wire);
    }

    /** Several replies go in one packet. */
    private void flush() {
        if (written) {
            written = false;
            context.flush();
        }
    }

    /** Writes the last replies, and closes the socket in a way that lets them arrive. */
    private void finish(List<Reply> last) {
        state = State.FINISHING;
        if (trace != SessionTrace.OFF) {
            trace.ended(last.isEmpty() ? "left" : last.getLast().code().code() + " " + last.getLast().lines().getFirst());
        }
        release();
        channel.config().setAutoRead(true);
        ChannelFuture sent = write(last);
        if (inputEnded && sent.isSuccess()) {
            channel.close();
            return;
        }
        // From now on, and not from when all is sent: a client that does not read would keep the socket for ever.
        linger = loop.schedule(this::cut, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        sent.addListener(end -> {
            if (inputEnded || !end.isSuccess()) {
                channel.close();
            } else {
                tls.end(() -> ((DuplexChannel) channel).shutdownOutput());
            }
        });
    }

    /** @return when all is sent that has been written until now */
    private ChannelFuture write(List<Reply> last) {
        written = false;
        if (last.isEmpty()) {
            return context.writeAndFlush(Unpooled.EMPTY_BUFFER);
        }
        last.subList(0, last.size() - 1).forEach(this::write);
        written = false;
        return context.writeAndFlush(bytes(last.getLast()));
    }

    private void closed() {
        state = State.CLOSED;
        trace.ended("lost");
        if (linger != null) {
            linger.cancel(false);
        }
        release();
    }

    /** Once: gives the slot back, and ends what the session has begun. */
    private void release() {
        if (granted != null) {
            granted.slot().close();
            granted = null;
            server.closed(this);
            session.end();
            conversation.tell(new SessionEvent.Disconnected());
            goOn();
        }
    }

    /** Null until it is admitted. Any thread. */
    Session session() {
        return session;
    }

    @Override
    public Activity activity() {
        Session current = session;
        return current == null ? new Activity(SessionRow.State.CONNECTED, Instant.ofEpochMilli(connectedAt), 0, 0)
                : current.activity();
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
        onEventLoop(() -> announcement = words);
    }
}
