package io.drawbridge.ftp.server;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;

/** The listener: opens the door when the node has joined the cluster, and closes it in good order. */
@Singleton
public final class FtpServer {
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
    private final Loops loops;
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
        this.loops = new Loops(vertx);
        this.entrance = entrance(config.listener(), config.port(), false);
        this.secureEntrance = config.implicitTlsPort().map(port -> entrance(config.implicitTlsListener(), port, true));
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
            loops.stream().forEach(pressure::watch);
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
        LOG.infof("node=%s listening for FTP on %s port %d%s", node.name(), config.host(), entrance.port(),
                secureEntrance.map(one -> ", with implicit TLS on port " + one.port()).orElse(""));
    }

    private Entrance entrance(String listener, int port, boolean implicitTls) {
        return new Entrance(vertx, loops, pressure, config.host(), port,
                implicitTls ? "drawbridge.ftp.implicit-tls-port" : "drawbridge.ftp.port",
                channel -> new ControlConnection(this, listener, implicitTls ? tlsOfNow() : Optional.empty(), channel),
                node.name());
    }

    /** The certificate is the one of now: it may be another one for the next connection. */
    private Optional<TlsContext> tlsOfNow() {
        return tls.context().map(TlsContext::forOneClient);
    }

    /** The port that clients connect to. */
    public int port() {
        return entrance.port();
    }

    /** The port of implicit TLS; empty where there is none. */
    public OptionalInt implicitTlsPort() {
        return secureEntrance.isPresent() ? OptionalInt.of(secureEntrance.get().port()) : OptionalInt.empty();
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
