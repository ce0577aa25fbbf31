package io.drawbridge.ftp.command;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.listing.Fact;
import io.drawbridge.ftp.protocol.FtpTime;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.TransferType;
import io.drawbridge.ftp.protocol.UnixMode;
import io.drawbridge.ftp.session.Pending;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.Download;
import io.drawbridge.ftp.storage.Entry;
import io.drawbridge.ftp.storage.Home;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.Upload;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.reply.ReplyCode;

/** DELE, RNFR, RNTO, COMB, SIZE, MDTM, MFMT, MFF. */
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

    /** Some servers set the time by it; a name may look like that, and so it is asked for first. */
    Reply modificationTime(Session session, String argument) throws StorageException {
        Home home = session.account().home();
        Optional<TimeAndPath> toSet = TimeAndPath.parse(argument);
        if (toSet.isPresent() && !home.exists(session.directory().resolve(argument))) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "MDTM tells the time; MFMT sets it");
        }
        return Reply.of(ReplyCode.FILE_STATUS, FtpTime.of(file(session, argument).modified()));
    }

    Reply modifyTime(Session session, String argument) throws StorageException {
        Optional<TimeAndPath> asked = TimeAndPath.parse(argument);
        if (asked.isEmpty()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "MFMT takes a time as YYYYMMDDHHMMSS, and a path");
        }
        session.account().home().change(session.directory().resolve(asked.get().path()), asked.get().time(), null);
        return Reply.of(ReplyCode.FILE_STATUS, "Modify=" + FtpTime.of(asked.get().time()) + "; " + asked.get().path());
    }

    /** draft-somers-ftp-mfxx §5: the facts end with the first space. */
    Reply modifyFacts(Session session, String argument) throws StorageException {
        int space = argument.indexOf(' ');
        if (space < 1 || space == argument.length() - 1 || argument.charAt(space - 1) != ';') {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "MFF takes facts, each with a semicolon after it, and a path");
        }
        Instant modified = null;
        Set<PosixFilePermission> permissions = null;
        for (String fact : argument.substring(0, space).split(";")) {
            String[] nameAndValue = fact.split("=", 2);
            Optional<Fact> name = Fact.of(nameAndValue[0]);
            if (name.isEmpty() || name.get() != Fact.MODIFY && name.get() != Fact.UNIX_MODE) {
                return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "The fact " + nameAndValue[0] + " cannot be changed");
            }
            String value = nameAndValue.length == 1 ? "" : nameAndValue[1];
            if (name.get() == Fact.MODIFY) {
                modified = FtpTime.parse(value).orElse(null);
            } else {
                permissions = UnixMode.parse(value).orElse(null);
            }
            if (name.get() == Fact.MODIFY ? modified == null : permissions == null) {
                return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, value + " is no value of the fact " + nameAndValue[0]);
            }
        }
        String path = argument.substring(space + 1);
        session.account().home().change(session.directory().resolve(path), modified, permissions);
        return Reply.of(ReplyCode.FILE_STATUS, argument);
    }

    /**
     * Puts files together, the target's own bytes first if it is there, and removes the parts. A new file takes the target's
     * place when it is whole: until then nothing is changed.
     */
    Reply combine(Session session, String argument) throws StorageException {
        Optional<List<String>> names = Names.split(argument);
        if (names.isEmpty() || names.get().size() < 2) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "Syntax: COMB <target> <part> ...");
        }
        Home home = session.account().home();
        List<VirtualPath> paths = names.get().stream().map(session.directory()::resolve).toList();
        VirtualPath target = paths.getFirst();
        if (Set.copyOf(paths).size() < paths.size()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "A file is named twice");
        }
        try (Upload upload = home.replace(target)) {
            for (VirtualPath path : paths) {
                if (path.equals(target) && !home.exists(target)) {
                    continue;
                }
                try (Download part = home.read(path)) {
                    if (!new FileReading(session, part.file()).each(0, Long.MAX_VALUE, upload::write)) {
                        return FileReading.ended();
                    }
                }
            }
            upload.flush();
            upload.commit();
        }
        for (VirtualPath part : paths.subList(1, paths.size())) {
            home.removeFile(part);
        }
        return Reply.of(ReplyCode.FILE_ACTION_OKAY, "Files combined to " + target);
    }

    private static Entry file(Session session, String argument) throws StorageException {
        Entry entry = session.account().home().entry(session.directory().resolve(argument));
        if (entry.directory()) {
            throw new StorageException(StorageException.Kind.NOT_A_FILE);
        }
        return entry;
    }
}
