package io.drawbridge.ftp.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.protocol.HashAlgorithm;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Pending;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.Download;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;

/** HASH and OPTS HASH; XCRC, XMD5, XSHA1, XSHA256, XSHA512. One file at a time and session, on the session's own thread. */
@Singleton
final class ChecksumCommands {
    /** Only in quotes, for a name may end with numbers. */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")++)\"(?: +([0-9]{1,18})(?: +([0-9]{1,18}))?)? *");

    /** draft-bryan-ftpext-hash: algorithm, first and last byte, the sum, the name. */
    Reply hash(Session session, Pending pending, String argument) throws StorageException {
        HashAlgorithm algorithm = session.hash();
        try (Download download = session.account().home().read(session.directory().resolve(argument))) {
            if (pending.offset() > 0 && pending.offset() >= download.size()) {
                return outside(download);
            }
            long end = Math.min(pending.end(), download.size());
            return sum(session, algorithm, download, pending.offset(), end)
                    .map(sum -> Reply.of(ReplyCode.FILE_STATUS, algorithm.word() + " " + pending.offset() + "-"
                            + Math.max(0, end - 1) + " " + sum + " " + argument))
                    .orElseGet(FileReading::ended);
        }
    }

    /** @param argument empty to ask what is chosen */
    Reply choose(Session session, String argument) {
        if (!argument.isEmpty()) {
            Optional<HashAlgorithm> algorithm = HashAlgorithm.of(argument);
            if (algorithm.isEmpty()) {
                return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, argument + " is not offered here");
            }
            session.setHash(algorithm.get());
        }
        return Reply.of(ReplyCode.COMMAND_OKAY, session.hash().word());
    }

    /** The older form, with the algorithm in the word. */
    Reply sum(Session session, HashAlgorithm algorithm, String argument) throws StorageException {
        String path = argument;
        long from = 0;
        long to = Long.MAX_VALUE;
        if (argument.startsWith("\"")) {
            Matcher quoted = QUOTED.matcher(argument);
            if (!quoted.matches()) {
                return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "A name in quotes, then perhaps start and end");
            }
            path = quoted.group(1).replace("\"\"", "\"");
            from = quoted.group(2) == null ? from : Long.parseLong(quoted.group(2));
            to = quoted.group(3) == null ? to : Long.parseLong(quoted.group(3));
            if (from > to) {
                return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "The end comes before the start");
            }
        }
        try (Download download = session.account().home().read(session.directory().resolve(path))) {
            if (from > download.size()) {
                return outside(download);
            }
            return sum(session, algorithm, download, from, Math.min(to, download.size()))
                    .map(sum -> Reply.of(ReplyCode.FILE_ACTION_OKAY, sum)).orElseGet(FileReading::ended);
        }
    }

    private static Optional<String> sum(Session session, HashAlgorithm algorithm, Download download, long from, long to)
            throws StorageException {
        HashAlgorithm.Sum sum = algorithm.begin();
        return new FileReading(session, download.file()).each(from, to, sum::add) ? Optional.of(sum.hex()) : Optional.empty();
    }

    private static Reply outside(Download download) {
        return Reply.of(ReplyCode.INVALID_REST_PARAMETER, "The file has only " + download.size() + " bytes");
    }
}
