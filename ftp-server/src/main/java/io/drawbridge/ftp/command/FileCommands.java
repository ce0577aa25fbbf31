package io.drawbridge.ftp.command;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.protocol.FtpTime;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.TransferType;
import io.drawbridge.ftp.session.Pending;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.Entry;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.reply.ReplyCode;

/** DELE, RNFR, RNTO, SIZE, MDTM. */
@Singleton
final class FileCommands {

    Reply delete(Session session, String argument) throws StorageException {
        session.account().home().removeFile(session.directory().resolve(argument));
        return Reply.of(ReplyCode.FILE_ACTION_OKAY, "File removed");
    }

    Reply renameFrom(Session session, String argument) throws StorageException {
        VirtualPath path = session.directory().resolve(argument);
        session.account().home().entry(path);
        session.setPending(new Pending.RenameFrom(path));
        return Reply.of(ReplyCode.FILE_ACTION_PENDING, "Ready for the new name: RNTO");
    }

    Reply renameTo(Session session, Pending pending, String argument) throws StorageException {
        if (!(pending instanceof Pending.RenameFrom from)) {
            return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "RNFR comes directly before RNTO");
        }
        session.account().home().rename(from.path(), session.directory().resolve(argument));
        return Reply.of(ReplyCode.FILE_ACTION_OKAY, "Renamed");
    }

    /** RFC 3659 §4: as many bytes as a transfer would send. For ASCII that would take reading the file. */
    Reply size(Session session, String argument) throws StorageException {
        if (session.type() == TransferType.ASCII) {
            return Reply.of(ReplyCode.FILE_UNAVAILABLE, "SIZE is not told in TYPE A; use TYPE I");
        }
        return Reply.of(ReplyCode.FILE_STATUS, Long.toString(file(session, argument).size()));
    }

    Reply modificationTime(Session session, String argument) throws StorageException {
        return Reply.of(ReplyCode.FILE_STATUS, FtpTime.of(file(session, argument).modified()));
    }

    private static Entry file(Session session, String argument) throws StorageException {
        Entry entry = session.account().home().entry(session.directory().resolve(argument));
        if (entry.directory()) {
            throw new StorageException(StorageException.Kind.NOT_A_FILE);
        }
        return entry;
    }
}
