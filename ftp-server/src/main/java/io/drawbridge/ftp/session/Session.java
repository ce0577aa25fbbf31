package io.drawbridge.ftp.session;

import java.io.Closeable;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.account.Account;
import io.drawbridge.ftp.admission.Activity;
import io.drawbridge.ftp.admission.Slot;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.data.PassiveEndpoint;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.listing.Fact;
import io.drawbridge.ftp.protocol.HashAlgorithm;
import io.drawbridge.ftp.protocol.TransferMode;
import io.drawbridge.ftp.protocol.TransferType;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.ftp.tls.ClientCertificate;
import io.drawbridge.ftp.tls.TlsContext;
import io.drawbridge.ftp.trace.SessionTrace;
import io.drawbridge.reply.Language;
import io.netty.channel.EventLoop;

/** One client that was let in. Who answers it at the time uses it; any other thread may call what is marked so. */
public final class Session {
    private final Slot slot;
    private final InetAddress localAddress;
    private final InetAddress reachedAddress;
    private final Consumer<SessionEvent> events;
    private final BooleanSupplier clientThere;
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile SessionTrace trace = SessionTrace.OFF;
    private volatile Login login = new Login.None();
    private volatile Instant loginAwaitedSince = Instant.now();
    private int failedLogins;
    private VirtualPath directory = VirtualPath.ROOT;
    private TransferType type = TransferType.ASCII;
    private TransferMode mode = TransferMode.STREAM;
    private boolean onlyExtendedPassive;
    private Set<Fact> facts = EnumSet.allOf(Fact.class);
    private Pending pending = new Pending.Nothing();
    private Endpoint endpoint;
    private PassiveEndpoint lent;
    private EventLoop eventLoop;
    private HashAlgorithm hash = HashAlgorithm.SHA_256;
    private final Language firstLanguage;
    private volatile Language language;
    private String storedAs = "";
    private BooleanSupplier meanwhile = () -> true;
    private boolean working;

    private volatile Duration idleTimeout;
    /** Of a listener that has TLS from the first byte on; null elsewhere. */
    private final TlsContext fromStart;
    /** Null as long as there has been none. */
    private volatile TlsContext tls;
    private volatile boolean secured;
    private volatile Optional<ClientCertificate> certificate = Optional.empty();
    private boolean bufferSizeAgreed;
    private Protection protection;

    private volatile Transfer transfer;
    /** Transfers of which the last reply is not on its way yet: as a rule none or the one that runs. */
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Instant lastActivityAt = Instant.now();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();

    /**
     * @param firstLanguage of one who has not chosen another
     * @param localAddress the address of this machine to which the client, or its proxy, has connected
     * @param reachedAddress the address to which the client has connected: the same one, or the proxy's
     * @param events where this session's events go
     * @param clientThere whether the client has its side of the control connection open, as the system knows now
     * @param tls what the connection has begun with; empty when it begins in clear
     */
    public Session(Slot slot, Language firstLanguage, InetAddress localAddress, InetAddress reachedAddress,
            Consumer<SessionEvent> events, BooleanSupplier clientThere, Optional<TlsContext> tls) {
        this.slot = slot;
        this.firstLanguage = firstLanguage;
        this.language = firstLanguage;
        this.localAddress = localAddress;
        this.reachedAddress = reachedAddress;
        this.events = events;
        this.clientThere = clientThere;
        this.fromStart = tls.orElse(null);
        this.secured = fromStart != null;
        protectAsAtStart();
    }

    private void protectAsAtStart() {
        tls = fromStart;
        // After CCC there is none any more.
        secured = secured && fromStart != null;
        bufferSizeAgreed = false;
        // Who connects in TLS does not expect data in clear.
        protection = secured ? Protection.PRIVATE : Protection.CLEAR;
    }

    /** From now on its logins and transfers are part of that trace. */
    public void setTrace(SessionTrace trace) {
        this.trace = trace;
    }

    /** Any thread. */
    public SessionTrace trace() {
        return trace;
    }

    public Slot slot() {
        return slot;
    }

    /** Whether the client has its side of the control connection open, as the system knows now. Any thread. */
    public boolean isClientThere() {
        return clientThere.getAsBoolean();
    }

    /** Of this machine. */
    public InetAddress localAddress() {
        return localAddress;
    }

    /** Of this machine, or of the proxy in front of it. */
    public InetAddress reachedAddress() {
        return reachedAddress;
    }

    public Login login() {
        return login;
    }

    public void setLogin(Login login) {
        this.login = login;
    }

    /** @throws IllegalStateException before the login; the verb table keeps commands that ask this from being run then */
    public Account account() {
        return switch (login) {
            case Login.In in -> in.account();
            case Login.Named named -> throw new IllegalStateException("not logged in");
            case Login.None none -> throw new IllegalStateException("not logged in");
        };
    }

    /** @return how often it has failed, this time included */
    public int loginFailed() {
        login = new Login.None();
        return ++failedLogins;
    }

    public VirtualPath directory() {
        return directory;
    }

    public void setDirectory(VirtualPath directory) {
        this.directory = directory;
    }

    public TransferType type() {
        return type;
    }

    public void setType(TransferType type) {
        this.type = type;
    }

    public TransferMode mode() {
        return mode;
    }

    public void setMode(TransferMode mode) {
        this.mode = mode;
    }

    /** Whether the client has promised to use nothing but EPSV (RFC 2428 §4). */
    public boolean onlyExtendedPassive() {
        return onlyExtendedPassive;
    }

    public void setOnlyExtendedPassive() {
        onlyExtendedPassive = true;
    }

    /** What MLST and MLSD tell (RFC 3659 §7.9). */
    public Set<Fact> facts() {
        return facts;
    }

    public void setFacts(Set<Fact> facts) {
        this.facts = facts;
    }

    /** What HASH answers with. */
    public HashAlgorithm hash() {
        return hash;
    }

    public void setHash(HashAlgorithm hash) {
        this.hash = hash;
    }

    /** In which the client reads what went wrong and what operators have to say (RFC 2640 §4.1). Any thread. */
    public Language language() {
        return language;
    }

    public void setLanguage(Language language) {
        this.language = language;
    }

    /** Again as before it has chosen one. */
    public void resetLanguage() {
        language = firstLanguage;
    }

    /** How long the client wants to be left alone; empty when it has not said so. Any thread. */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(idleTimeout);
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    /** The name that the server has chosen for what the transfer brings. */
    public void setStoredAs(String name) {
        storedAs = name;
    }

    /** @return empty when the client chose it */
    public String takeStoredAs() {
        String taken = storedAs;
        storedAs = "";
        return taken;
    }

    /** When it was let in, which may be some time after it came, or logged out by REIN. Any thread. */
    public Instant loginAwaitedSince() {
        return loginAwaitedSince;
    }

    /** All is again as it was after the greeting (RFC 959 §4.1.1, REIN); failed logins are not forgotten. */
    public void reinitialize() {
        if (isLoggedIn()) {
            // Who was not gets no new time by it.
            loginAwaitedSince = Instant.now();
        }
        login = new Login.None();
        directory = VirtualPath.ROOT;
        type = TransferType.ASCII;
        onlyExtendedPassive = false;
        facts = EnumSet.allOf(Fact.class);
        pending = new Pending.Nothing();
        takeEndpoint().ifPresent(Endpoint::close);
        mode = TransferMode.STREAM;
        hash = HashAlgorithm.SHA_256;
        resetLanguage();
        idleTimeout = null;
        protectAsAtStart();
    }

    public void setPending(Pending pending) {
        this.pending = pending;
    }

    public Pending takePending() {
        Pending taken = pending;
        pending = new Pending.Nothing();
        return taken;
    }

    /** The control connection goes on in TLS. */
    public void secure(TlsContext context) {
        tls = context;
        secured = true;
    }

    /** The control connection goes on in clear; what was agreed for data connections stays (RFC 4217 §5). */
    public void clearCommands() {
        secured = false;
    }

    /** What the control connection has, or had before CCC; empty when there was no TLS. Any thread. */
    public Optional<TlsContext> tls() {
        return Optional.ofNullable(tls);
    }

    /** Whether the control connection has TLS. Any thread. */
    public boolean isSecured() {
        return secured;
    }

    /** What the client has shown in the TLS handshake. Any thread. */
    public void identify(Optional<ClientCertificate> shown) {
        certificate = shown;
    }

    /** What the client has shown, and is still protected by. */
    public Optional<ClientCertificate> certificate() {
        return secured ? certificate : Optional.empty();
    }

    /** Whether PBSZ has been said, which PROT asks for (RFC 2228 §3). */
    public boolean isBufferSizeAgreed() {
        return bufferSizeAgreed;
    }

    public void setBufferSizeAgreed() {
        bufferSizeAgreed = true;
    }

    public Protection protection() {
        return protection;
    }

    public void setProtection(Protection protection) {
        this.protection = protection;
    }

    /** Of the control connection, where its data connections are best served, too; null for any. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    public void setEventLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Where the next data connection is to be made. What was prepared before has been taken and closed. */
    public void setEndpoint(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A port for the PASV or EPSV that is answered next. */
    public void lend(PassiveEndpoint port) {
        lent = port;
    }

    public Optional<PassiveEndpoint> takeLent() {
        Optional<PassiveEndpoint> taken = Optional.ofNullable(lent);
        lent = null;
        return taken;
    }

    /** Whether PASV, EPSV, PORT or EPRT has prepared a data connection. */
    public boolean hasEndpoint() {
        return endpoint != null;
    }

    /** The endpoint for a transfer, which owns it from now on. */
    public Optional<Endpoint> takeEndpoint() {
        Optional<Endpoint> taken = Optional.ofNullable(endpoint);
        endpoint = null;
        return taken;
    }

    /** The transfer that runs. Any thread. */
    public Optional<Transfer> transfer() {
        return Optional.ofNullable(transfer);
    }

    /**
     * Starts a transfer; its end comes as an event.
     *
     * @param atEnd told before that, also when nobody hears events any more; from the transfer's own thread or an event loop
     */
    public void begin(Transfer.Kind kind, Endpoint over, Duration connectTimeout, Closeable resource, Transfer.Work work,
            BiConsumer<Transfer, Transfer.Outcome> atEnd) {
        Optional<TlsContext> dataTls = switch (protection) {
            case CLEAR -> Optional.empty();
            case PRIVATE -> tls();
        };
        transfer = new Transfer(kind, over, connectTimeout, dataTls, resource, work,
                (ended, outcome) -> {
                    try {
                        atEnd.accept(ended, outcome);
                    } finally {
                        events.accept(new SessionEvent.TransferEnded(outcome));
                    }
                });
        unanswered.incrementAndGet();
        transfer.start();
    }

    /** The end of the transfer has been heard of. */
    public void transferEnded() {
        transfer = null;
        touch();
    }

    /** The last reply of a transfer is on its way. Any thread. */
    public void transferAnswered() {
        unanswered.decrementAndGet();
    }

    /** Whether a transfer runs, or has ended and the client is still to hear how. Any thread. */
    public boolean isTransferUnanswered() {
        return unanswered.get() > 0;
    }

    /** The client has said something. Any thread. */
    public void touch() {
        lastActivityAt = Instant.now();
    }

    /** Bytes have come over a data connection. Any thread. */
    public void received(long bytes) {
        bytesReceived.addAndGet(bytes);
        moved(bytes);
    }

    /** Bytes have gone over a data connection. Any thread. */
    public void sent(long bytes) {
        bytesSent.addAndGet(bytes);
        moved(bytes);
    }

    private void moved(long bytes) {
        touch();
        transfer().ifPresent(running -> running.moved(bytes));
    }

    /** @param meanwhile hears what the client says while a command works, and tells whether the rest of the work is wanted */
    public void setMeanwhile(BooleanSupplier meanwhile) {
        this.meanwhile = meanwhile;
    }

    /**
     * Asked by a command that works long, between two pieces of its work: whether the rest is wanted. Gives way to other
     * sessions.
     */
    public boolean goOn() {
        // It is not idle: it waits for us. And a virtual thread leaves its place only when it is asked to.
        touch();
        Thread.yield();
        working = true;
        try {
            return meanwhile.getAsBoolean() && isClientThere();
        } finally {
            working = false;
        }
    }

    /** Whether a command that works long has been interrupted to hear another one. */
    public boolean isWorking() {
        return working;
    }

    /** What operators see. Any thread. */
    public Activity activity() {
        SessionRow.State state = transfer != null ? SessionRow.State.TRANSFERRING
                : isLoggedIn() ? SessionRow.State.IDLE : SessionRow.State.CONNECTED;
        return new Activity(state, lastActivityAt, bytesReceived.get(), bytesSent.get());
    }

    /** Whether the client has shown who it is. Any thread. */
    public boolean isLoggedIn() {
        return login instanceof Login.In;
    }

    /** Keeps the client waiting, unless it leaves before. */
    public void delay(Duration time) {
        try {
            ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection is gone; what holds a port or a file is told. Any thread; more than once is harmless. */
    public void end() {
        ended.countDown();
        transfer().ifPresent(running -> running.abort(Transfer.AbortCause.CONTROL_CONNECTION_CLOSED));
    }
}
