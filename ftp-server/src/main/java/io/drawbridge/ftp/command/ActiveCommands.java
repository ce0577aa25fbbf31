package io.drawbridge.ftp.command;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.admission.Offence;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.data.ActiveEndpoint;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.protocol.DataAddress;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.reply.ReplyCode;
import io.vertx.core.Vertx;

/** PORT and EPRT: the client names where it waits, and that must be itself (RFC 2577 §3). */
@Singleton
final class ActiveCommands {
    /** Below, programs of the system listen: a file sent there could be mail (RFC 2577 §3). */
    private static final int FIRST_PORT = 1024;

    private final Vertx vertx;
    private final FtpConfig config;

    ActiveCommands(Vertx vertx, FtpConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    Reply port(Session session, String argument) {
        Optional<Reply> refusal = refusal(session);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<InetSocketAddress> client = DataAddress.ofPort(argument);
        if (client.isEmpty()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "PORT takes h1,h2,h3,h4,p1,p2, each 0 to 255");
        }
        if (!(session.slot().address() instanceof Inet4Address)) {
            return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "PORT cannot name an IPv6 address; use EPRT");
        }
        return prepare(session, client.get());
    }

    /** RFC 2428 §2. */
    Reply extendedPort(Session session, String argument) {
        Optional<Reply> refusal = refusal(session);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        String own = session.slot().address() instanceof Inet6Address ? DataAddress.IPV6 : DataAddress.IPV4;
        Optional<String> protocol = DataAddress.protocolOfExtendedPort(argument);
        if (protocol.isPresent() && !protocol.get().equals(own)) {
            return Reply.of(ReplyCode.NETWORK_PROTOCOL_NOT_SUPPORTED, "Network protocol not supported, use (" + own + ")");
        }
        return DataAddress.ofExtendedPort(argument).map(client -> prepare(session, client))
                .orElseGet(() -> Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS,
                        "EPRT takes |1|address|port| for IPv4, |2|address|port| for IPv6"));
    }

    private Optional<Reply> refusal(Session session) {
        if (session.onlyExtendedPassive()) {
            return Optional.of(Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "You said EPSV ALL"));
        }
        return config.active() ? Optional.empty()
                : Optional.of(Reply.of(ReplyCode.COMMAND_NOT_IMPLEMENTED, "Active mode is off here; use PASV or EPSV"));
    }

    private Reply prepare(Session session, InetSocketAddress named) {
        // lftp names no address over IPv6: "EPRT |2|::|51201|".
        InetSocketAddress client = named.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(session.slot().address(), named.getPort())
                : named;
        if (client.getPort() < FIRST_PORT) {
            return bounce(session, "Ports below " + FIRST_PORT + " are not connected to");
        }
        if (!config.activeForeignAddresses() && !client.getAddress().equals(session.slot().address())) {
            return bounce(session, "Data goes only to " + session.slot().address().getHostAddress() + "; or use PASV or EPSV");
        }
        session.takeEndpoint().ifPresent(Endpoint::close);
        session.setEndpoint(new ActiveEndpoint(vertx, session.eventLoop(), session.localAddress(), client));
        return Reply.of(ReplyCode.COMMAND_OKAY, "Data goes to port " + client.getPort());
    }

    /** It would make this server connect to somebody else for the client. */
    private static Reply bounce(Session session, String words) {
        session.slot().offend(Offence.BAD_COMMAND);
        return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, words);
    }
}
