package io.drawbridge.ftp.command;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.accesslog.Access;
import io.drawbridge.ftp.accesslog.AccessLog;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.TransferType;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Pending;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.reply.ReplyClass;

/** Tells access log and trace what sessions do with files. */
@Singleton
final class Accesses {
    private static final Set<Verb> CHANGES = EnumSet.of(Verb.DELE, Verb.RNTO, Verb.MKD, Verb.XMKD, Verb.RMD, Verb.XRMD,
            Verb.RMDA, Verb.COMB);

    private final AccessLog log;

    Accesses(AccessLog log) {
        this.log = log;
    }

    /** @return to be told the end of the transfer of a listing that begins now */
    BiConsumer<Transfer, Transfer.Outcome> listing(Session session, Verb verb, VirtualPath path) {
        Instant begunAt = Instant.now();
        return (transfer, outcome) -> session.trace().transfer(begunAt, verb.name(), true, path.toString(), transfer.bytes(),
                cause(outcome));
    }

    /** @return to be told the end of the transfer of a file that begins now */
    BiConsumer<Transfer, Transfer.Outcome> transfer(Session session, Verb verb, VirtualPath path) {
        UUID id = session.slot().id();
        String account = session.account().name();
        boolean lines = session.type() == TransferType.ASCII;
        Instant begunAt = Instant.now();
        return (transfer, outcome) -> {
            Instant now = Instant.now();
            session.trace().transfer(begunAt, verb.name(), verb == Verb.RETR, path.toString(), transfer.bytes(),
                    cause(outcome));
            log.tell(new Access(now, Duration.between(begunAt, now), id, session.slot().address(), account, verb,
                    path.toString(), null, transfer.bytes(), lines, cause(outcome).orElse(null)));
        };
    }

    /** A command without a transfer has been answered. */
    void answered(Session session, Verb verb, Pending pending, String argument, Reply reply) {
        if (!CHANGES.contains(verb) || reply.code().replyClass() != ReplyClass.POSITIVE_COMPLETION) {
            return;
        }
        // Of COMB the first name is the file's, and the others are gone.
        String name = verb == Verb.COMB ? Names.split(argument).orElseThrow().getFirst() : argument;
        String path = session.directory().resolve(name).toString();
        // RNFR may be followed by something else.
        Optional<String> from = verb == Verb.RNTO && pending instanceof Pending.RenameFrom rename
                ? Optional.of(rename.path().toString())
                : Optional.empty();
        log.tell(new Access(Instant.now(), Duration.ZERO, session.slot().id(), session.slot().address(),
                session.account().name(), verb, from.orElse(path), from.isPresent() ? path : null, 0, false, null));
    }

    /** Why a transfer did not reach its end, in a word; empty when it did. */
    private static Optional<String> cause(Transfer.Outcome outcome) {
        return switch (outcome) {
            case Transfer.Outcome.Complete complete -> Optional.empty();
            case Transfer.Outcome.NotConnected none -> Optional.of("not_connected");
            case Transfer.Outcome.NotProtected no -> Optional.of("not_protected");
            case Transfer.Outcome.Aborted aborted -> Optional.of(word(aborted.cause()));
            case Transfer.Outcome.Failed failed -> Optional.of(failed.cause() instanceof StorageException storage
                    ? word(storage.kind())
                    : "data_connection_lost");
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
