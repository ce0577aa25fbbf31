package io.drawbridge.ftp.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.accesslog.AccessLog;
import io.drawbridge.ftp.account.Accounts;
import io.drawbridge.ftp.account.Certainty;
import io.drawbridge.ftp.admission.Admissions;
import io.drawbridge.ftp.admission.Heartbeat;
import io.drawbridge.ftp.admission.Node;
import io.drawbridge.ftp.command.Dispatcher;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.data.PassivePorts;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.journal.Journal;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.ftp.overload.Pressure;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.proxy.Proxies;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.UploadNames;
import io.drawbridge.ftp.tls.Tls;
import io.drawbridge.ftp.tls.TlsContext;
import io.drawbridge.ftp.tls.TlsRules;
import io.drawbridge.ftp.trace.SessionTrace;
import io.drawbridge.ftp.trace.Tracing;
import io.drawbridge.program.StartFailure;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.UnixChannelOption;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** The listener: opens the door when the node has joined the cluster, and closes it in good order. */
@Singleton
public final class FtpServer {
    /** A storm of connections waits here and not in the clients, whose systems would try again only after a second. */
    private static final int BACKLOG = 4096;
    private static final long SWEEP_MILLIS = 1000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final String STOPPING = "Shutting down";
    private static final Logger LOG = Logger.getLogger(FtpServer.class);

    /** What the server does now. It only ever goes forward. */
    enum Phase {
        STARTING,
        OPEN,
        /** Not ready any more, for those who send clients here; until they have heard of it all goes on as before. */
        WITHDRAWING,
        /** Newcomers are refused, and who has no transfer is told to leave. */
        DRAINING,
        ENDED
    }

    private final Vertx vertx;
    private final FtpConfig config;
    private final Node node;
    private final Admissions admissions;
    private final Pressure pressure;
    private final Heartbeat heartbeat;
    private final NoticeListener notices;
    private final Journal journal;
    private final AccessLog accessLog;
    private final Tracing tracing;
    private final Accounts accounts;
    private final Dispatcher dispatcher;
    private final Tls tls;
    private final Proxies proxies;
    private final DoorCounters counters;
    private final TransferMeters transferMeters;
    /** Those that were admitted and have not ended. */
    private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();
    private final Handshakes handshakes = new Handshakes();
    private final CountDownLatch allGone = new CountDownLatch(1);
    private volatile Phase phase = Phase.STARTING;
    private final byte[] greeting;
    private final Entrance entrance;
    /** Where TLS begins with the first byte; empty for nowhere. */
    private final Optional<Entrance> secureEntrance;
    private final Optional<ProbePort> probePort;

    FtpServer(Vertx vertx, FtpConfig config, Node node, Admissions admissions, Pressure pressure, Heartbeat heartbeat,
            NoticeListener notices, Journal journal, AccessLog accessLog, Tracing tracing, Accounts accounts,
            Dispatcher dispatcher, Tls tls, Proxies proxies,
            DoorCounters counters, TransferMeters transferMeters) {
        this.vertx = vertx;
        this.config = config;
        this.node = node;
        this.admissions = admissions;
        this.pressure = pressure;
        this.heartbeat = heartbeat;
        this.notices = notices;
        this.journal = journal;
        this.accessLog = accessLog;
        this.tracing = tracing;
        this.accounts = accounts;
        this.dispatcher = dispatcher;
        this.tls = tls;
        this.proxies = proxies;
        this.counters = counters;
        this.transferMeters = transferMeters;
        this.greeting = Reply.of(ReplyCode.SERVICE_READY, config.banner()).wire();
        this.entrance = new Entrance(config.listener(), config.port(), false);
        this.secureEntrance = config.implicitTlsPort().map(port -> new Entrance(config.implicitTlsListener(), port, true));
        this.probePort = config.probePort().map(port -> new ProbePort(vertx, config.host(), port, this::isReady));
    }

    @Produces
    @Singleton
    static PassivePorts passivePorts(Vertx vertx, FtpConfig config, Node node, Proxies proxies, Admissions admissions) {
        return new PassivePorts(vertx, PortsOfNode.of(config, node), config.dataConnectTimeout(), proxies,
                admissions::strangerAtDataPort);
    }

    @Produces
    @Singleton
    static Certainty certainty(Admissions admissions) {
        return admissions::certainVersion;
    }

    @Produces
    @Singleton
    static Proxies proxies(FtpConfig config, DoorCounters counters) {
        return new Proxies(config.proxyNetworks().orElse(List.of()), config.proxyHeaderTimeout(), counters::proxyHeaderRefused);
    }

    @Produces
    @Singleton
    static Tls tls(Vertx vertx, FtpConfig config, TlsConfigurationRegistry registry) {
        try {
            Tls tls = new Tls(vertx, registry, new TlsRules(config.tlsProvider(), config.tls(),
                    config.tlsDataResumption(), config.tlsClientCertificates(), config.tlsSilentEnds(),
                    config.tlsHandshakeTimeout(), ControlConnection.LINGER));
            if (tls.context().isEmpty() && (tls.isRequired() || config.implicitTlsPort().isPresent())) {
                throw new StartFailure("TLS is asked for (" + (tls.isRequired() ? "drawbridge.ftp.tls"
                        : "drawbridge.ftp.implicit-tls-port") + "), but there is no certificate: set quarkus.tls."
                        + Tls.CONFIGURATION + ".key-store.pem.0.cert and .key");
            }
            return tls;
        } catch (GeneralSecurityException e) {
            throw new StartFailure("the certificate of quarkus.tls." + Tls.CONFIGURATION + " cannot be used: "
                    + e.getMessage(), e);
        }
    }

    /** The registry looks at the files as often as its reload-period says. */
    void renewed(@Observes CertificateUpdatedEvent event) {
        if (event.name().equals(Tls.CONFIGURATION)) {
            tls.renewed(event.tlsConfiguration());
        }
    }

    void start(@Observes StartupEvent event) {
        if (!"UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))) {
            LOG.warn("The locale is not one of UTF-8: files with names outside ASCII are refused. Set LC_ALL=C.UTF-8");
        }
        node.join();
        try {
            accounts.start(new UploadNames(node.name(), node.epoch()));
            journal.start(node.name());
            accessLog.start(node.name());
            pressure.start();
            admissions.start();
            heartbeat.start();
            notices.start();
            entrance.open();
            secureEntrance.ifPresent(Entrance::open);
            probePort.ifPresent(ProbePort::open);
        } catch (RuntimeException e) {
            leave();
            close();
            throw e;
        }
        vertx.setPeriodic(SWEEP_MILLIS, timer -> {
            sweep(Instant.now());
            probePort.ifPresent(ProbePort::look);
        });
        phase = Phase.OPEN;
        LOG.infof("node=%s listening for FTP on %s port %d%s", node.name(), config.host(), entrance.port,
                secureEntrance.map(one -> ", with implicit TLS on port " + one.port).orElse(""));
    }

    /** A port for control connections, with several listeners, each with an event loop of its own. */
    private final class Entrance {
        private final String listener;
        private final int wantedPort;
        private final boolean implicitTls;
        private final List<Channel> listeners = new ArrayList<>();
        private volatile int port;

        Entrance(String listener, int wantedPort, boolean implicitTls) {
            this.listener = listener;
            this.wantedPort = wantedPort;
            this.implicitTls = implicitTls;
        }

        void open() {
            try {
                EventLoopGroup all = ((VertxInternal) vertx).getEventLoopGroup();
                if (all instanceof EpollEventLoopGroup) {
                    openShared(StreamSupport.stream(all.spliterator(), false).map(EventLoop.class::cast)
                            .limit(Runtime.getRuntime().availableProcessors()).toList());
                } else {
                    all.forEach(pressure::watch);
                    listen(bind(all.next(), all, wantedPort, false, false));
                }
            } catch (ExecutionException e) {
                throw new StartFailure("cannot listen on " + config.host() + " port " + wantedPort + " (drawbridge.ftp.host, "
                        + (implicitTls ? "drawbridge.ftp.implicit-tls-port" : "drawbridge.ftp.port") + "): "
                        + e.getCause().getMessage(), e);
            } catch (InterruptedException e) {
                throw new StartFailure("interrupted", e);
            }
        }

        /**
         * Each event loop has a listener of its own for the same port, and Linux shares the connections out: what one has
         * accepted no other one has to hear of.
         */
        private void openShared(List<EventLoop> loops) throws ExecutionException, InterruptedException {
            loops.forEach(pressure::watch);
            port = wantedPort;
            if (wantedPort != 0) {
                // Who shares a port shares it with every process of the same user: first it must be nobody's.
                bind(loops.getFirst(), loops.getFirst(), wantedPort, true, false).get().close().get();
            }
            for (EventLoop loop : loops) {
                listen(bind(loop, loop, port, true, true));
            }
        }

        private void listen(CompletableFuture<Channel> bound) throws ExecutionException, InterruptedException {
            Channel listener = bound.get();
            listeners.add(listener);
            port = ((InetSocketAddress) listener.localAddress()).getPort();
        }

        /** Connections go on. */
        void close() {
            listeners.forEach(Channel::close);
        }

        /** @return completed when it listens, or exceptionally when it cannot */
        private CompletableFuture<Channel> bind(EventLoop accepting, EventLoopGroup serving, int port, boolean epoll,
                boolean shared) {
            ServerBootstrap listeners = new ServerBootstrap().group(accepting, serving)
                    .channelFactory(((VertxInternal) vertx).transport().serverChannelFactory(false))
                    .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new Begin());
            if (shared) {
                listeners.option(UnixChannelOption.SO_REUSEPORT, true);
            }
            ControlConnection.configure(listeners, epoll);
            CompletableFuture<Channel> listening = new CompletableFuture<>();
            ChannelFuture bound = listeners.bind(new InetSocketAddress(config.host(), port));
            bound.addListener(end -> {
                if (end.isSuccess()) {
                    bound.channel().pipeline().addLast(new Accepting());
                    listening.complete(bound.channel());
                } else {
                    listening.completeExceptionally(end.cause());
                }
            });
            return listening;
        }

        /** The certificate is the one of now: it may be another one for the next connection. */
        private Optional<TlsContext> tlsOfNow() {
            return implicitTls ? tls.context().map(TlsContext::forOneClient) : Optional.empty();
        }

        /** Of one that has been accepted, on its event loop. */
        private final class Begin extends ChannelInitializer<Channel> {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new ControlConnection(FtpServer.this, listener, tlsOfNow(), channel));
            }
        }

        /** Behind Netty's own handler, which waits for a second then, and goes on. */
        private final class Accepting extends ChannelInboundHandlerAdapter {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
                LOG.warnf("node=%s a connection could not be accepted: %s", node.name(), problem.getMessage());
            }
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return entrance.port;
    }

    /** The port of implicit TLS; empty where there is none. */
    public OptionalInt implicitTlsPort() {
        return secureEntrance.isPresent() ? OptionalInt.of(secureEntrance.get().port) : OptionalInt.empty();
    }

    /** The port for load balancers; empty where there is none. */
    public OptionalInt probePort() {
        return probePort.isPresent() ? OptionalInt.of(probePort.get().port()) : OptionalInt.empty();
    }

    /** Whether clients are to be sent here: only while newcomers can be admitted. */
    boolean isReady() {
        return phase == Phase.OPEN && !admissions.isClosed() && !admissions.isOutOfService()
                && (!admissions.isDatabaseAway() || admissions.goesOnWithoutDatabase());
    }

    Phase phase() {
        return phase;
    }

    /** It has been told to, or has ended. */
    boolean isStopping() {
        return phase.compareTo(Phase.OPEN) > 0;
    }

    private boolean isDraining() {
        return phase.compareTo(Phase.DRAINING) >= 0;
    }

    /** How many run. */
    int transfers() {
        return (int) connections.stream().filter(connection -> connection.session().transfer().isPresent()).count();
    }

    Admissions admissions() {
        return admissions;
    }

    Proxies proxies() {
        return proxies;
    }

    SessionTrace trace(String listener, InetAddress address) {
        return tracing.arrived(node.name(), listener, address);
    }

    /** Of those who are not admitted yet. */
    Handshakes handshakes() {
        return handshakes;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Whether a client that has to wait is told so. */
    boolean announcesWait() {
        return config.announceWait();
    }

    /** To be written to who is let in. */
    byte[] greeting() {
        return greeting;
    }

    /** Of those who have not chosen one by LANG. */
    Language language() {
        return config.language();
    }

    DoorCounters counters() {
        return counters;
    }

    /** Once for a transfer. Any thread. */
    void transferEnded(Transfer transfer, Transfer.Outcome outcome) {
        transferMeters.ended(transfer, outcome);
    }

    /** Once for a connection. */
    void handshakeFailed(InetAddress address, Throwable cause) {
        counters.handshakeFailed();
        LOG.debugf("node=%s address=%s TLS handshake failed: %s", node.name(), address.getHostAddress(), cause);
    }

    void opened(ControlConnection connection) {
        connections.add(connection);
        if (isDraining()) {
            connection.end(STOPPING);
        }
    }

    void closed(ControlConnection connection) {
        connections.remove(connection);
        if (isDraining() && connections.isEmpty()) {
            allGone.countDown();
        }
    }

    /** One look at all sessions for those that have been silent for too long: cheaper than a timer each. */
    private void sweep(Instant now) {
        for (ControlConnection connection : connections) {
            Session session = connection.session();
            Optional<Transfer> transfer = session.transfer();
            if (transfer.isPresent()) {
                if (isOver(transfer.get().lastByteAt(), config.stallTimeout(), now)) {
                    if (!transfer.get().abort(Transfer.AbortCause.STALLED)) {
                        // It is over, but for a client that does not read so.
                        connection.end("No answer was read for " + config.stallTimeout().toSeconds() + " s");
                    }
                }
            } else if (isOver(session.activity().lastActivityAt(), session.idleTimeout().orElse(config.idleTimeout()), now)) {
                connection.end("Idle for " + session.idleTimeout().orElse(config.idleTimeout()).toSeconds() + " s");
            } else if (!session.isLoggedIn() && isOver(session.loginAwaitedSince(), config.loginTimeout(), now)) {
                connection.end("Not logged in after " + config.loginTimeout().toSeconds() + " s");
            }
        }
    }

    private static boolean isOver(Instant since, Duration atMost, Instant now) {
        return Duration.between(since, now).compareTo(atMost) > 0;
    }

    /** Before anything else is stopped: whoever asks whether this node is ready is answered until the end. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    /** When something else could not start. */
    void stop(@Observes ShutdownEvent event) {
        stop();
        close();
    }

    private void close() {
        entrance.close();
        secureEntrance.ifPresent(Entrance::close);
    }

    /** Goes on for a while, refuses newcomers, lets transfers end for a while, tells everybody, and leaves the cluster. */
    private void stop() {
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.WITHDRAWING;
        probePort.ifPresent(ProbePort::look);
        LOG.infof("node=%s stopping: %d sessions, %d transfers", node.name(), connections.size(), transfers());
        withdraw();
        phase = Phase.DRAINING;
        admissions.shutDown();
        connections.forEach(connection -> connection.endAfterTransfer(STOPPING));
        awaitAllGone(config.stopGrace());
        connections.forEach(connection -> connection.end(STOPPING));
        awaitAllGone(LAST_WORDS);
        leave();
        accounts.stop();
        LOG.infof("node=%s stopped", node.name());
    }

    /** Nothing tells when the last of those who send clients here has heard of it: there is only time. */
    private void withdraw() {
        try {
            TimeUnit.MILLISECONDS.sleep(config.stopWithdraw().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAllGone(Duration atMost) {
        try {
            if (!connections.isEmpty()) {
                allGone.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        phase = Phase.ENDED;
        pressure.stop();
        notices.stop();
        heartbeat.stop();
        admissions.stop();
        journal.stop();
        node.leave();
        accessLog.stop();
    }
}
