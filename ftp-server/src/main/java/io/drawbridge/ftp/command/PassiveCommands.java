package io.drawbridge.ftp.command;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Locale;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.data.PassiveEndpoint;
import io.drawbridge.ftp.data.PassivePorts;
import io.drawbridge.ftp.protocol.DataAddress;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.reply.ReplyCode;

/** PASV and EPSV. */
@Singleton
final class PassiveCommands {
    private static final String ALL = "ALL";

    private final PassivePorts ports;
    private final PassiveAddresses addresses;
    private final boolean extendedIsOn;

    PassiveCommands(PassivePorts ports, PassiveAddresses addresses, FtpConfig config) {
        this.ports = ports;
        this.addresses = addresses;
        this.extendedIsOn = config.extendedPassive();
    }

    /**
     * @return whether there is a port that need not be opened first: it is lent to the session, and PASV and EPSV are prompt
     */
    boolean lend(Session session) {
        Optional<PassiveEndpoint> lent = session.isLoggedIn()
                ? ports.openAlready(session.localAddress(), session.slot().address(), session.eventLoop())
                : Optional.empty();
        lent.ifPresent(session::lend);
        return lent.isPresent();
    }

    Reply passive(Session session) {
        if (session.onlyExtendedPassive()) {
            return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "You said EPSV ALL");
        }
        Optional<Inet4Address> address = addresses.toldTo(session.slot().address(), session.reachedAddress());
        if (address.isEmpty() && addresses.isAwaited()) {
            return Reply.of(ReplyCode.CANNOT_OPEN_DATA_CONNECTION, "The address for it is not known yet; try again");
        }
        if (address.isEmpty()) {
            return Reply.of(ReplyCode.CANNOT_OPEN_DATA_CONNECTION, "PASV cannot name an IPv6 address; use EPSV");
        }
        return open(session)
                .map(endpoint -> Reply.of(ReplyCode.ENTERING_PASSIVE_MODE, "Entering Passive Mode "
                        + DataAddress.passive(address.get(), endpoint.port())))
                .orElseGet(PassiveCommands::noPort);
    }

    /** RFC 2428 §3 and §4. */
    Reply extendedPassive(Session session, String argument) {
        if (!extendedIsOn) {
            return Reply.of(ReplyCode.COMMAND_NOT_IMPLEMENTED, "EPSV is off here; use PASV");
        }
        String own = session.slot().address() instanceof Inet6Address ? DataAddress.IPV6 : DataAddress.IPV4;
        return switch (argument.strip().toUpperCase(Locale.ROOT)) {
            case ALL -> {
                session.setOnlyExtendedPassive();
                yield Reply.of(ReplyCode.COMMAND_OKAY, "EPSV only, from now on");
            }
            case "" -> extendedPassive(session);
            case DataAddress.IPV4, DataAddress.IPV6 -> argument.strip().equals(own) ? extendedPassive(session)
                    : Reply.of(ReplyCode.NETWORK_PROTOCOL_NOT_SUPPORTED, "Network protocol not supported, use (" + own + ")");
            default -> Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "EPSV takes 1, 2 or ALL");
        };
    }

    private Reply extendedPassive(Session session) {
        return open(session)
                .map(endpoint -> Reply.of(ReplyCode.ENTERING_EXTENDED_PASSIVE_MODE,
                        "Entering Extended Passive Mode " + DataAddress.extendedPassive(endpoint.port())))
                .orElseGet(PassiveCommands::noPort);
    }

    private Optional<PassiveEndpoint> open(Session session) {
        // First of all the old port is given back: it may be the only one for this address.
        session.takeEndpoint().ifPresent(Endpoint::close);
        Optional<PassiveEndpoint> endpoint = session.takeLent()
                .or(() -> ports.open(session.localAddress(), session.slot().address(), session.eventLoop()));
        endpoint.ifPresent(session::setEndpoint);
        return endpoint;
    }

    private static Reply noPort() {
        return Reply.of(ReplyCode.CANNOT_OPEN_DATA_CONNECTION, "No port is free for a data connection; try again");
    }
}
