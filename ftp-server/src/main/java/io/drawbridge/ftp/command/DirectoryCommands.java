package io.drawbridge.ftp.command;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.reply.ReplyCode;

/** CWD, CDUP, PWD, MKD, RMD and their X forms; RMDA and AVBL. */
@Singleton
final class DirectoryCommands {
    private static final int MAX_REMOVED = 100_000;

    Reply change(Session session, String argument) throws StorageException {
        VirtualPath path = session.directory().resolve(argument);
        if (!session.account().home().entry(path).directory()) {
            throw new StorageException(StorageException.Kind.NOT_A_DIRECTORY);
        }
        session.setDirectory(path);
        return Reply.of(ReplyCode.FILE_ACTION_OKAY, "Directory changed to " + path);
    }

    Reply up(Session session) throws StorageException {
        return change(session, "..");
    }

    Reply print(Session session) {
        return Reply.of(ReplyCode.PATHNAME_CREATED, quoted(session.directory()) + " is the current directory");
    }

    Reply make(Session session, String argument) throws StorageException {
        VirtualPath path = session.directory().resolve(argument);
        session.account().home().makeDirectory(path);
        return Reply.of(ReplyCode.PATHNAME_CREATED, quoted(path) + " created");
    }

    Reply remove(Session session, String argument) throws StorageException {
        session.account().home().removeDirectory(session.directory().resolve(argument));
        return Reply.of(ReplyCode.FILE_ACTION_OKAY, "Directory removed");
    }

    /** Bounded, and ended when the client is gone or says ABOR: what is left is removed when it says so again. */
    Reply removeTree(Session session, String argument) throws StorageException {
        return switch (session.account().home().removeTree(session.directory().resolve(argument), MAX_REMOVED,
                session::goOn)) {
            case WHOLE -> Reply.of(ReplyCode.FILE_ACTION_OKAY, "Directory removed with all that was in it");
            case AS_MUCH_AS_ALLOWED -> Reply.of(ReplyCode.FILE_ACTION_NOT_TAKEN,
                    argument + ": " + MAX_REMOVED + " removed, and there is more");
            case UNTIL_STOPPED -> Reply.of(ReplyCode.LOCAL_ERROR_IN_PROCESSING, "Aborted, a part of it is removed");
        };
    }

    Reply available(Session session, String argument) throws StorageException {
        VirtualPath path = session.directory().resolve(argument);
        return Reply.of(ReplyCode.FILE_STATUS, Long.toString(session.account().home().available(path)));
    }

    /** Quotes inside the name are doubled: RFC 959, Appendix II. */
    private static String quoted(VirtualPath path) {
        return '"' + path.toString().replace("\"", "\"\"") + '"';
    }
}
