package io.drawbridge.ftp.command;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.data.DataConnection;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.listing.Lines;
import io.drawbridge.ftp.listing.ListingFormat;
import io.drawbridge.ftp.listing.Wildcard;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.Entry;
import io.drawbridge.ftp.storage.Home;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.reply.ReplyCode;
import io.vertx.core.buffer.Buffer;

/** LIST, NLST, MLSD, MLST, and STAT with a path. */
@Singleton
final class ListingCommands {
    /** A listing is sent in pieces of about this many bytes, whatever the directory's size. */
    private static final int PIECE = 32 * 1024;
    /** For the line with which a piece becomes one, in bytes. */
    private static final int ROOM = 1024;
    /** What STAT sends over the control connection is made before it is sent, and so has an end. */
    private static final int MAX_STAT_ENTRIES = 1000;

    private final TransferCommands transfers;
    private final Accesses accesses;

    ListingCommands(TransferCommands transfers, Accesses accesses) {
        this.transfers = transfers;
        this.accesses = accesses;
    }

    Reply list(Session session, String argument) throws StorageException {
        return send(session, Verb.LIST, select(session, withoutOptions(argument)), ListingFormat.unix(Instant.now()));
    }

    /** RFC 1123 §4.1.2.7: paths that can be used directly in the transfers that follow. */
    Reply names(Session session, String argument) throws StorageException {
        Selection selection = select(session, withoutOptions(argument));
        return send(session, Verb.NLST, selection, switch (selection) {
            case Selection.Single single -> ListingFormat.names("");
            case Selection.Directory directory -> ListingFormat.names(directory.before());
        });
    }

    Reply machineList(Session session, String argument) throws StorageException {
        VirtualPath path = session.directory().resolve(argument);
        if (!session.account().home().entry(path).directory()) {
            // RFC 3659 §7.2.1 asks for 501 here, and not for the 550 of a file that is not there.
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "MLSD is for directories; use MLST");
        }
        return send(session, Verb.MLSD, new Selection.Directory(path, "*", ""), machine(session));
    }

    /** RFC 3659 §7.2: the path in full, in the one line between the first and the last. */
    Reply machineEntry(Session session, String argument) throws StorageException {
        VirtualPath path = session.directory().resolve(argument);
        Entry entry = session.account().home().entry(path).named(path.toString());
        return new Reply(ReplyCode.FILE_ACTION_OKAY, List.of("Listing " + path,
                " " + machine(session).line(entry), "End"));
    }

    private static ListingFormat machine(Session session) {
        return ListingFormat.machine(session.facts(), session.account().permissions().get());
    }

    Reply status(Session session, String argument) throws StorageException {
        ListingFormat format = ListingFormat.unix(Instant.now());
        List<String> lines = new ArrayList<>(List.of("Status of " + argument));
        switch (select(session, withoutOptions(argument))) {
            case Selection.Single single -> lines.add(" " + format.line(single.entry()));
            case Selection.Directory directory -> {
                try (Home.Listing entries = session.account().home().list(directory.path())) {
                    while (entries.hasNext() && lines.size() <= MAX_STAT_ENTRIES) {
                        Entry entry = entries.next();
                        if (directory.includes(entry)) {
                            lines.add(" " + format.line(entry));
                        }
                    }
                    if (entries.hasNext()) {
                        lines.add(" and more: use LIST");
                    }
                } catch (IOException e) {
                    throw StorageException.of(e);
                }
            }
        }
        lines.add("End of status");
        return new Reply(ReplyCode.FILE_STATUS, lines);
    }

    /** What an argument asks for. */
    private sealed interface Selection {
        record Single(Entry entry) implements Selection {
        }

        /** @param before what makes of a name in it a path that the client can use from where it is */
        record Directory(VirtualPath path, String pattern, String before) implements Selection {
            boolean includes(Entry entry) {
                return Wildcard.matches(pattern, entry.name());
            }
        }
    }

    private static Selection select(Session session, String argument) throws StorageException {
        Home home = session.account().home();
        VirtualPath path = session.directory().resolve(argument);
        Optional<Entry> entry = Optional.empty();
        try {
            entry = Optional.of(home.entry(path));
        } catch (StorageException e) {
            if (!Wildcard.isPattern(path.name())) {
                throw e;
            }
        }
        if (entry.isEmpty()) {
            return new Selection.Directory(path.parent(), path.name(),
                    // Not in it is only the name of a working directory that is gone.
                    argument.substring(0, Math.max(0, argument.lastIndexOf(path.name()))));
        }
        String before = argument.isEmpty() || argument.endsWith("/") ? argument : argument + "/";
        return entry.get().directory() ? new Selection.Directory(path, "*", before)
                : new Selection.Single(entry.get().named(argument));
    }

    private Reply send(Session session, Verb verb, Selection selection, ListingFormat format) throws StorageException {
        return switch (selection) {
            case Selection.Single single -> send(session, verb, session.directory().resolve(single.entry().name()), () -> {
            }, (lines, connection) -> line(single.entry(), format, lines));
            case Selection.Directory directory -> send(session, verb, directory, format);
        };
    }

    private Reply send(Session session, Verb verb, Selection.Directory directory, ListingFormat format)
            throws StorageException {
        Home.Listing entries;
        try {
            // Before it is its turn: what others look at from now on counts for it, too.
            entries = session.account().home().list(directory.path());
        } catch (StorageException e) {
            return send(session, verb, directory.path(), () -> {
            }, (lines, connection) -> {
                throw e;
            });
        }
        return send(session, verb, directory.path(), entries,
                (lines, connection) -> sendDirectory(session, directory, entries, format, lines, connection));
    }

    /** What it leaves in the lines is sent behind it. */
    private interface Writing {
        void to(Lines lines, DataConnection connection) throws IOException;
    }

    private Reply send(Session session, Verb verb, VirtualPath path, Closeable resource, Writing writing)
            throws StorageException {
        return transfers.begin(session, Transfer.Kind.LISTING, accesses.listing(session, verb, path), "Here comes the listing",
                resource, (connection, transfer) -> {
                    Lines lines = new Lines(PIECE + ROOM);
                    writing.to(lines, connection);
                    write(session, connection, lines);
                    connection.finish();
                });
    }

    private static void sendDirectory(Session session, Selection.Directory directory, Home.Listing entries,
            ListingFormat format, Lines lines, DataConnection connection) throws IOException {
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (directory.includes(entry)) {
                line(entry, format, lines);
            }
            if (lines.length() >= PIECE) {
                write(session, connection, lines);
            }
        }
    }

    private static void line(Entry entry, ListingFormat format, Lines lines) {
        format.write(entry, lines);
        lines.end();
    }

    private static void write(Session session, DataConnection connection, Lines lines) throws IOException {
        connection.write(Buffer.buffer(lines.length()).appendBytes(lines.array(), 0, lines.length()));
        session.sent(lines.length());
        lines.clear();
    }

    /**
     * Clients send {@code LIST -la} and {@code STAT -l}, as if it were the program {@code ls}; the options change nothing here.
     */
    private static String withoutOptions(String argument) {
        String rest = argument.stripLeading();
        while (rest.startsWith("-")) {
            int space = rest.indexOf(' ');
            rest = space < 0 ? "" : rest.substring(space + 1).stripLeading();
        }
        return rest;
    }
}
