package io.drawbridge.ftp.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.drawbridge.config.PositiveDuration;
import io.drawbridge.ftp.data.PortRange;
import io.drawbridge.ftp.proxy.Network;
import io.drawbridge.ftp.tls.Resumption;
import io.drawbridge.ftp.tls.TlsPolicy;
import io.drawbridge.ftp.tls.TlsProvider;
import io.drawbridge.reply.Language;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Settings of one ftp-server, fixed from its start. What operators change at run time is in PostgreSQL, not here. */
@ConfigMapping(prefix = "drawbridge.ftp")
public interface FtpConfig {

    /** Address to listen on; `0.0.0.0` is every IPv4 address of the machine, `::` every one of both kinds. */
    @WithDefault("0.0.0.0")
    String host();

    /** Port of control connections; 0 is any free one. */
    @WithDefault("2121")
    @WithConverter(PortNumber.class)
    int port();

    /**
     * TLS on this port (RFC 4217): `off`, `allowed` or `required`, so that nobody logs in or transfers in clear. Key and
     * certificate are the TLS configuration `ftp` of Quarkus; without one `allowed` is the same as `off`.
     */
    @WithDefault("allowed")
    TlsPolicy tls();

    /**
     * Port of control connections that are TLS from the first byte on (implicit FTPS, 990 as a rule); without it there is none.
     */
    Optional<@WithConverter(PortNumber.class) Integer> implicitTlsPort();

    /** Name of the listener of implicit TLS, as `DRAWBRIDGE_FTP_LISTENER` is of the other. */
    @WithDefault("ftps")
    @WithConverter(ListenerName.class)
    String implicitTlsListener();

    /**
     * Whether clients are asked for a certificate, so that accounts with certificates can log in. Some clients ask their user
     * which one to show, or fail, when they are asked.
     */
    @WithDefault("false")
    boolean tlsClientCertificates();

    /**
     * Whether an upload in TLS is whole when the client ends the data connection without the close_notify of TLS. Then
     * somebody else on the way could have ended it, and a part would pass for the file.
     */
    @WithDefault("false")
    boolean tlsSilentEnds();

    /** Whether CCC is obeyed: then commands go on in clear, and anybody on the way can give some. */
    @WithDefault("false")
    boolean tlsClearCommands();

    /** How long a client may take for a TLS handshake. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration tlsHandshakeTimeout();

    /**
     * Whether a TLS data connection resumes a TLS session that this server knows: `off`, `allowed`, or `required`, with which
     * nobody else can make a client's data connection; not every client can do it.
     */
    @WithDefault("allowed")
    Resumption tlsDataResumption();

    /**
     * Who does the work of TLS: `auto`, which is BoringSSL where it can be loaded and can do what else is set, and Java
     * elsewhere; or `java`. The log says at the start which it is.
     */
    @WithDefault("auto")
    TlsProvider tlsProvider();

    /** Name of this listener, by which limits and maintenance windows may mean it: of `a` to `z`, `0` to `9` and `-`. */
    @WithDefault("ftp")
    @WithConverter(ListenerName.class)
    String listener();

    /**
     * Language in which clients that have not chosen one by LANG read what went wrong and the words of a maintenance
     * window: `en` or `th`.
     */
    @WithDefault("en")
    @WithConverter(LanguageTag.class)
    Language language();

    /**
     * Ports on which passive data connections are waited for, the first and the last included; 0 is any free one. Clients
     * of different addresses share a port.
     */
    @WithDefault("40000-40099")
    @WithConverter(PortRangeText.class)
    PortRange passivePorts();

    /**
     * How many of these ports each node has for itself: of 40000-40299 and 100, the node `ftp-0` has 40000-40099, `ftp-1`
     * 40100-40199. For nodes behind one address, of which each can be reached by its ports; their names end in a number. Unless
     * set, each node uses them all.
     */
    @WithConverter(PositiveNumber.class)
    Optional<Integer> passivePortsPerNode();

    /**
     * IPv4 address that the reply to PASV names, when clients reach this machine through another one than it has itself; or a
     * DNS
     * name, which is looked up again every 30 s. Several, separated by commas, are one for each node, by the number at the end
     * of
     * its name. Unless set, it is the address to which the client has connected, also where that is the address of a proxy.
     */
    Optional<List<String>> passiveAddress();

    /**
     * What clients of some networks are told instead: `NETWORK=ADDRESS`, separated by commas, such as `10.0.0.0/8=10.1.2.3`.
     * The
     * narrowest network that a client is in decides.
     */
    Optional<List<@WithConverter(AddressForNetwork.Text.class) AddressForNetwork>> passiveAddresses();

    /**
     * Networks of proxies that say whom they speak for, such as `192.0.2.0/24,2001:db8::/32`: every connection from there,
     * of control and of data, has to begin with a header of the PROXY protocol, version 1 or 2. Nobody else is to be able to
     * connect from there, as whoever can is believed.
     */
    Optional<List<@WithConverter(NetworkText.class) Network>> proxyNetworks();

    /** How long that header may take; then the connection is closed. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration proxyHeaderTimeout();

    /**
     * Port for load balancers that look whether clients can be sent here: it is open as long as this node is ready, and says
     * 220.
     * No session begins there, and no PROXY header is read. 0 is any free one; without it there is none.
     */
    Optional<@WithConverter(PortNumber.class) Integer> probePort();

    /**
     * In a pod of Kubernetes: the Service, `NAMESPACE/NAME`, of whose load balancer PASV names the address, in place of
     * `DRAWBRIDGE_FTP_PASSIVE_ADDRESS`. The pod's service account must be allowed to get it. As long as it has no address, PASV
     * is answered 425.
     */
    @WithConverter(ServiceName.Text.class)
    Optional<ServiceName> passiveAddressService();

    /**
     * Whether EPSV is obeyed. Its reply names a port only, and clients connect to the address of the control connection: turn
     * it
     * off
     * where data connections have to go to another one. Clients of IPv6 then have no passive data connections.
     */
    @WithDefault("true")
    boolean extendedPassive();

    /**
     * Whether clients may have data connections made to them (PORT, EPRT). Only to their own address, unless
     * `DRAWBRIDGE_FTP_ACTIVE_FOREIGN_ADDRESSES` is set, and to no port below 1024.
     */
    @WithDefault("true")
    boolean active();

    /**
     * Whether PORT and EPRT may name any address, which makes of this server a tool to reach whatever it can reach (RFC
     * 2577 §3). Only where all clients are trusted.
     */
    @WithDefault("false")
    boolean activeForeignAddresses();

    /** Transfers that this server runs at the same time; one more reads 425. */
    @WithDefault("100")
    @WithConverter(PositiveNumber.class)
    int maxTransfers();

    /**
     * Name of this node in the cluster, different for each ftp-server that runs. The machine's host name unless `HOSTNAME` is
     * set.
     */
    @WithDefault("${HOSTNAME:}")
    Optional<String> node();

    /** Text of the greeting, behind the code 220. */
    @WithDefault("Drawbridge ready.")
    String banner();

    /** After how long a refused client is told to try again, unless a maintenance says otherwise. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration retryAfter();

    /** How long a client may wait for a place, when all are taken, before it is refused; nobody waits unless it is set. */
    @WithConverter(PositiveDuration.class)
    Optional<Duration> maxWait();

    /** Whether a client that has to wait is told so with 120 (RFC 959 §5.4). Some clients take that for an error. */
    @WithDefault("true")
    boolean announceWait();

    /** How many clients may wait at the same time, of one address half of them at most; others are refused at once. */
    @WithDefault("200")
    @WithConverter(PositiveNumber.class)
    int maxWaiting();

    /**
     * What happens to newcomers while the database does not answer. `refuse`: they read 421. `last-known`: this node lets in as
     * many as its share of the places that were free when it last knew, and logs in whoever has logged in here before.
     */
    @WithDefault("refuse")
    DatabaseAway databaseAway();

    /** Time allowed for logging in, from the greeting. */
    @WithDefault("1m")
    @WithConverter(PositiveDuration.class)
    Duration loginTimeout();

    /** How long a session may stay without a command or a transfer (RFC 1123 §4.1.3.2: at least 5 minutes by default). */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration idleTimeout();

    /**
     * How long the data connection may take, whoever opens it; and how long one is kept for which the client does not ask for a
     * transfer.
     */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration dataConnectTimeout();

    /** How long a transfer may stay without moving a byte. */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration stallTimeout();

    /** Delay before the answer to a wrong password. */
    @WithDefault("1s")
    @WithConverter(PositiveDuration.class)
    Duration failedLoginDelay();

    /**
     * How long a password that was right is remembered, in memory only and as a keyed code, so that it is not put through its
     * slow hash at each login. A changed password and a deleted or switched off account count at once all the same. 0s for
     * not at all.
     */
    @WithDefault("5m")
    @WithConverter(NonNegativeDuration.class)
    Duration rememberPasswords();

    /** Wrong passwords after which a connection is closed with 421. */
    @WithDefault("5")
    @WithConverter(PositiveNumber.class)
    int maxFailedLogins();

    /**
     * How long the server goes on as before when it is told to stop, newcomers included, while it says that it is not ready:
     * until whatever sends clients here has heard of that. Some seconds behind a load balancer or with Kubernetes.
     */
    @WithDefault("0s")
    @WithConverter(NonNegativeDuration.class)
    Duration stopWithdraw();

    /** How long running transfers may go on after that; newcomers and idle sessions read 421 from its beginning on. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration stopGrace();

    /**
     * Whether an upload is on disk before it is acknowledged with 226. Turn it off to be faster and lose files with the power.
     */
    @WithDefault("true")
    boolean syncUploads();

    /**
     * What becomes of a new file whose upload breaks off: by ABOR, with its connection, or because it stalls or the
     * server stops. `discard`: nothing of it is seen, and what had its name before stays. `keep`: what has come in `TYPE I` is
     * the file now,
     * in place of an older one, so that the client can ask for its SIZE and go on with REST or APPE; others see a file that is
     * not
     * whole. When the disk is full nothing is kept; what APPE or REST have added to a file that was there is kept always.
     */
    @WithDefault("discard")
    PartialUploads partialUploads();

    /**
     * Sessions that this server holds at most, whatever the cluster's limits allow. Unless set, as many as its heap and its
     * file handles are enough for.
     */
    @WithConverter(PositiveNumber.class)
    Optional<Integer> maxSessions();

    /** For how long statistics are kept, of the cluster: the shortest that any node has is what counts. */
    @WithDefault("90d")
    @WithConverter(PositiveDuration.class)
    Duration statisticsKept();

    /**
     * A line for each file that was transferred, in whole or in part, or deleted: `off`, `xferlog` as most FTP servers write
     * it,
     * or `json`, with renamed files and directories too.
     */
    @WithDefault("off")
    AccessLogFormat accessLog();

    /** File of the access log, made when it is not there, in a folder that is; standard output unless set. */
    Optional<Path> accessLogFile();

    /** Whether the spans of transfers name their files, where there is tracing. */
    @WithDefault("false")
    boolean traceFileNames();

    /** Heap that must be free after a collection, such as `32M`; with less, newcomers read 421. 0 for none. */
    @WithDefault("16M")
    MemorySize minFreeHeap();

    /** Space that must be free where the homes are, such as `1G`; with less, newcomers read 421. 0 for none. */
    @WithDefault("256M")
    MemorySize minFreeDisk();
}
