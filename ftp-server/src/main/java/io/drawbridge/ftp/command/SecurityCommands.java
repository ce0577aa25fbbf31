package io.drawbridge.ftp.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.account.Account;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Login;
import io.drawbridge.ftp.session.Protection;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.tls.Tls;
import io.drawbridge.ftp.tls.TlsContext;
import io.drawbridge.reply.ReplyCode;

/** AUTH, PBSZ, PROT, CCC; and what is refused in clear. */
@Singleton
final class SecurityCommands {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    private final Tls tls;
    private final FtpConfig config;

    SecurityCommands(Tls tls, FtpConfig config) {
        this.tls = tls;
        this.config = config;
    }

    /** RFC 4217 §4. With 234 the connection goes on in TLS; what the client sent in clear behind AUTH is thrown away. */
    Reply authenticate(Session session, String mechanism) {
        if (session.isSecured()) {
            return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "This connection has TLS already");
        }
        Protection data;
        switch (mechanism.strip().toUpperCase(Locale.ROOT)) {
            case "TLS", "TLS-C" -> data = Protection.CLEAR;
            // Of the drafts before RFC 4217, which old clients still speak: data connections are protected at once.
            case "SSL", "TLS-P" -> data = Protection.PRIVATE;
            default -> {
                return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "AUTH TLS is all there is");
            }
        }
        if (session.isLoggedIn()) {
            return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "AUTH comes before the login");
        }
        Optional<TlsContext> offered = tls.offered();
        if (offered.isEmpty()) {
            return Reply.of(ReplyCode.REQUEST_DENIED, "There is no TLS here");
        }
        // A name that was given in clear may have been given by somebody else.
        session.setLogin(new Login.None());
        session.secure(offered.get().forOneClient());
        session.setProtection(data);
        return Reply.of(ReplyCode.SECURITY_DATA_EXCHANGE_COMPLETE, "Go on with TLS");
    }

    /** RFC 4217 §9: TLS has buffers of its own, and so there is nothing to agree on. */
    Reply bufferSize(Session session, String argument) {
        if (!session.isSecured()) {
            return needsTls("PBSZ");
        }
        if (!NUMBER.matcher(argument.strip()).matches()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "PBSZ takes a number");
        }
        session.setBufferSizeAgreed();
        return Reply.of(ReplyCode.COMMAND_OKAY, "PBSZ=0");
    }

    Reply protection(Session session, String argument) {
        if (!session.isSecured()) {
            return needsTls("PROT");
        }
        if (!session.isBufferSizeAgreed()) {
            return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "PBSZ 0 comes first");
        }
        return switch (argument.strip().toUpperCase(Locale.ROOT)) {
            case "C" -> {
                if (isRequiredOf(session)) {
                    yield Reply.of(ReplyCode.REQUEST_DENIED, "Data connections need TLS here");
                }
                session.setProtection(Protection.CLEAR);
                yield Reply.of(ReplyCode.COMMAND_OKAY, "Data connections are in clear");
            }
            case "P" -> {
                session.setProtection(Protection.PRIVATE);
                yield Reply.of(ReplyCode.COMMAND_OKAY, "Data connections have TLS");
            }
            case "S", "E" -> Reply.of(ReplyCode.PROT_LEVEL_NOT_SUPPORTED, "TLS has PROT C and PROT P");
            default -> Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "PROT takes C or P");
        };
    }

    /** RFC 4217 §5. The reply is the last that goes in TLS. */
    Reply clearCommandChannel(Session session) {
        if (!session.isSecured()) {
            return needsTls("CCC");
        }
        if (!config.tlsClearCommands()) {
            return Reply.of(ReplyCode.REQUEST_DENIED, "Commands stay protected here");
        }
        session.clearCommands();
        return Reply.of(ReplyCode.COMMAND_OKAY, "Go on in clear");
    }

    /** Why the client may not log in the way it is connected; empty when it may. */
    Optional<Reply> refusalOfLogin(Session session) {
        return tls.isRequired() && !session.isSecured()
                ? Optional.of(onlyWithTls())
                : Optional.empty();
    }

    /** Why an account that is who it says may still not log in; empty when it may. */
    Optional<Reply> refusalOfLogin(Session session, Account account) {
        return account.tlsRequired() && !session.isSecured() ? Optional.of(onlyWithTls()) : Optional.empty();
    }

    private static Reply onlyWithTls() {
        return Reply.of(ReplyCode.NOT_LOGGED_IN, "Only with TLS: AUTH TLS comes first");
    }

    private boolean isRequiredOf(Session session) {
        return tls.isRequired() || session.isLoggedIn() && session.account().tlsRequired();
    }

    /** Why no data connection may be made now; empty when one may. */
    Optional<Reply> refusalOfData(Session session) {
        return isRequiredOf(session) && session.protection() == Protection.CLEAR
                ? Optional.of(Reply.of(ReplyCode.DATA_CONNECTION_REFUSED_FOR_PROT, "Only with TLS: PROT P comes first"))
                : Optional.empty();
    }

    /** What FEAT tells of it (RFC 4217 §6). */
    List<String> features() {
        return tls.offered().isPresent() ? List.of("AUTH TLS", "PBSZ", "PROT") : List.of();
    }

    private static Reply needsTls(String verb) {
        return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, verb + " is for connections with TLS");
    }
}
