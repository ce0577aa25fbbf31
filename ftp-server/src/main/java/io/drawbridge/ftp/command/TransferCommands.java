package io.drawbridge.ftp.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.config.PartialUploads;
import io.drawbridge.ftp.data.AsciiLines;
import io.drawbridge.ftp.data.DataBuffers;
import io.drawbridge.ftp.data.DataConnection;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.data.Sending;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.TransferType;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Pending;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.Download;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.Upload;
import io.drawbridge.ftp.storage.VirtualPath;
import io.drawbridge.reply.ReplyCode;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/** RETR, STOR, STOU, APPE, REST, RANG, ABOR; and the reply with which every transfer ends. */
@Singleton
final class TransferCommands {
    /** No file has a size of 19 digits, and so the number is one that Java can hold. */
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18}) +([0-9]{1,18})");
    /** A part of a file is read in pieces of this many bytes. */
    private static final int PIECE = 64 << 10;
    /** What STOU names a file when the client does not say. */
    private static final String UNNAMED = "upload";

    private final SecurityCommands security;
    private final Accesses accesses;
    private final FtpConfig config;
    /** Of transfers; shared ports and active mode set no limit to them. */
    private final Semaphore places;

    TransferCommands(SecurityCommands security, Accesses accesses, FtpConfig config) {
        this.security = security;
        this.accesses = accesses;
        this.config = config;
        this.places = new Semaphore(config.maxTransfers());
    }

    /** RFC 3659 §5. */
    Reply restart(Session session, String argument) {
        if (!OFFSET.matcher(argument.strip()).matches()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "REST takes a number of bytes");
        }
        long offset = Long.parseLong(argument.strip());
        session.setPending(new Pending.RestartAt(offset));
        return Reply.of(ReplyCode.FILE_ACTION_PENDING, "The next transfer begins at " + offset);
    }

    /** draft-bryan-ftp-range: "RANG 1 0" takes back what was said. */
    Reply range(Session session, String argument) {
        Matcher range = RANGE.matcher(argument.strip());
        if (!range.matches()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "RANG takes the numbers of the first and of the last byte");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (first == 1 && last == 0) {
            return Reply.of(ReplyCode.FILE_ACTION_PENDING, "The whole file again");
        }
        if (first > last) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "The last byte comes before the first");
        }
        session.setPending(new Pending.Range(first, last));
        return Reply.of(ReplyCode.FILE_ACTION_PENDING, "Bytes " + first + " to " + last + " come next");
    }

    Reply retrieve(Session session, Pending pending, String argument) throws StorageException {
        if (isInsideLines(session, pending)) {
            return needsImage();
        }
        if (!session.hasEndpoint()) {
            return noEndpoint();
        }
        VirtualPath path = session.directory().resolve(argument);
        Download download = session.account().home().read(path);
        if (pending.offset() > download.size()) {
            download.close();
            return Reply.of(ReplyCode.INVALID_REST_PARAMETER, "The file has only " + download.size() + " bytes");
        }
        String words = path + " (" + download.size() + " bytes)";
        if (session.type() == TransferType.IMAGE && pending.end() >= download.size()
                && download.size() - pending.offset() <= DataBuffers.SMALL) {
            ByteBuf bytes = whole(download, pending.offset());
            return begin(session, Transfer.Kind.DOWNLOAD, accesses.transfer(session, Verb.RETR, path), words,
                    () -> DataBuffers.giveBack(bytes), new Sending.Bytes(bytes, session::sent));
        }
        return begin(session, Transfer.Kind.DOWNLOAD, accesses.transfer(session, Verb.RETR, path), words, download,
                sending(session, download, pending));
    }

    /** What there is from an offset on, which the buffer has room for. The file is closed. */
    private static ByteBuf whole(Download download, long offset) throws StorageException {
        ByteBuf bytes = DataBuffers.small();
        try (download) {
            bytes.writerIndex(download.read(bytes.nioBuffer(0, (int) (download.size() - offset)), offset));
        } catch (StorageException e) {
            DataBuffers.giveBack(bytes);
            throw e;
        }
        return bytes;
    }

    private static Transfer.Work sending(Session session, Download download, Pending pending) {
        FileChannel file = download.file();
        return switch (session.type()) {
            case IMAGE -> pending.end() < download.size()
                    ? (connection, transfer) -> sendPart(session, file, pending, connection)
                    : new Sending.Rest(file, pending.offset(), session::sent);
            case ASCII -> (connection, transfer) -> sendLines(session, file, connection);
        };
    }

    private static void sendLines(Session session, FileChannel file, DataConnection connection) throws IOException {
        AsciiLines lines = new AsciiLines();
        for (Buffer piece = lines.read(file); piece != null; piece = lines.read(file)) {
            connection.write(piece);
            session.sent(piece.length());
        }
        connection.finish();
    }

    private static void sendPart(Session session, FileChannel file, Pending part, DataConnection connection)
            throws IOException {
        long next = part.offset();
        while (next < part.end()) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, part.end() - next));
            int read = file.read(piece, next);
            if (read < 0) {
                throw new IOException("the file has become shorter");
            }
            connection.write(Buffer.buffer(Arrays.copyOf(piece.array(), read)));
            session.sent(read);
            next += read;
        }
        connection.finish();
    }

    Reply store(Session session, Pending pending, String argument) throws StorageException {
        if (isInsideLines(session, pending)) {
            return needsImage();
        }
        if (pending.end() != Long.MAX_VALUE) {
            return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "RANG is for RETR and HASH");
        }
        if (!session.hasEndpoint()) {
            return noEndpoint();
        }
        VirtualPath path = session.directory().resolve(argument);
        return receive(session, Verb.STOR, path, pending.offset() == 0 ? session.account().home().replace(path)
                : session.account().home().resume(path, pending.offset()));
    }

    Reply append(Session session, String argument) throws StorageException {
        if (!session.hasEndpoint()) {
            return noEndpoint();
        }
        VirtualPath path = session.directory().resolve(argument);
        return receive(session, Verb.APPE, path, session.account().home().append(path));
    }

    /** RFC 1123 §4.1.2.9: the reply says the name, in this form and no other. */
    Reply storeUnique(Session session, String argument) throws StorageException {
        if (!session.hasEndpoint()) {
            return noEndpoint();
        }
        VirtualPath path = session.directory().resolve(argument.isBlank() ? UNNAMED : argument).unique();
        Reply reply = receive(session, Verb.STOU, path, "FILE: " + path, session.account().home().replace(path));
        session.setStoredAs(path.toString());
        return reply;
    }

    private Reply receive(Session session, Verb verb, VirtualPath path, Upload upload) throws StorageException {
        return receive(session, verb, path, "Ready for " + path, upload);
    }

    private Reply receive(Session session, Verb verb, VirtualPath path, String words, Upload upload)
            throws StorageException {
        // Where lines were converted no client knows where to go on.
        if (config.partialUploads() == PartialUploads.KEEP && session.type() == TransferType.IMAGE) {
            upload.keepWhatComes();
        }
        if (!Permits.mayOverwrite(session)) {
            upload.takeOnlyFreePlace();
        }
        return begin(session, Transfer.Kind.UPLOAD, accesses.transfer(session, verb, path), words, upload,
                (connection, transfer) -> {
                    receive(session, upload, connection);
                    upload.flush();
                    // A client that is killed closes both connections, and the end of its data looks like the end of its file.
                    if (!session.isClientThere()) {
                        throw new IOException("the control connection ended with the data connection");
                    }
                    transfer.beginCompletion();
                    upload.commit();
                });
    }

    private static void receive(Session session, Upload upload, DataConnection connection) throws IOException {
        boolean ascii = session.type() == TransferType.ASCII;
        AsciiLines lines = ascii ? new AsciiLines() : null;
        for (ByteBuffer bytes = connection.read(); bytes != null; bytes = connection.read()) {
            session.received(bytes.remaining());
            upload.write(ascii ? lines.toFile(bytes) : bytes);
        }
        if (ascii) {
            upload.write(lines.rest());
        }
    }

    /**
     * Starts a transfer over the data connection that has been prepared.
     *
     * @param atEnd told how it ended, if it could begin
     * @param resource closed when the transfer has ended, or could not begin
     */
    Reply begin(Session session, Transfer.Kind kind, BiConsumer<Transfer, Transfer.Outcome> atEnd, String what,
            Closeable resource, Transfer.Work work) throws StorageException {
        Optional<Reply> inClear = security.refusalOfData(session);
        Optional<Endpoint> endpoint = inClear.isPresent() ? Optional.empty() : session.takeEndpoint();
        if (endpoint.isEmpty() || !places.tryAcquire()) {
            endpoint.ifPresent(Endpoint::close);
            try {
                resource.close();
            } catch (IOException e) {
                throw StorageException.of(e);
            }
            if (inClear.isPresent()) {
                return inClear.get();
            }
            return endpoint.isEmpty() ? noEndpoint()
                    : Reply.of(ReplyCode.CANNOT_OPEN_DATA_CONNECTION, "Too many transfers are running; try again");
        }
        session.begin(kind, endpoint.get(), config.dataConnectTimeout(), () -> {
            try (resource) {
                places.release();
            }
        }, switch (session.mode()) {
            case STREAM -> work;
            case DEFLATE -> Transfer.deflated(work);
        }, atEnd);
        return Reply.of(ReplyCode.FILE_STATUS_OKAY, what);
    }

    private static Reply noEndpoint() {
        return Reply.of(ReplyCode.CANNOT_OPEN_DATA_CONNECTION, "PASV, EPSV, PORT or EPRT comes first");
    }

    /** The last reply of a transfer. */
    Reply ended(Session session, Transfer.Outcome outcome) {
        String storedAs = session.takeStoredAs();
        return switch (outcome) {
            case Transfer.Outcome.Complete complete -> Reply.of(ReplyCode.CLOSING_DATA_CONNECTION,
                    storedAs.isEmpty() ? "Transfer complete" : "Transfer complete: " + storedAs);
            case Transfer.Outcome.NotConnected none -> Reply.of(ReplyCode.CANNOT_OPEN_DATA_CONNECTION,
                    "There is no data connection: nobody connected, or nobody answered");
            case Transfer.Outcome.NotProtected no -> Reply.of(ReplyCode.NETWORK_PROTOCOL_NOT_SUPPORTED, no.words());
            case Transfer.Outcome.Aborted aborted -> Reply.of(ReplyCode.TRANSFER_ABORTED, switch (aborted.cause()) {
                case CLIENT -> "Transfer aborted";
                case STALLED -> "Transfer aborted: no byte moved for " + config.stallTimeout().toSeconds() + " s";
                case CONTROL_CONNECTION_CLOSED -> "Transfer aborted with its control connection";
                case SERVER -> "Transfer aborted by the server";
            });
            case Transfer.Outcome.Failed failed -> failed.cause() instanceof StorageException storage
                    ? Failures.reply("Transfer", storage)
                    : Reply.of(ReplyCode.TRANSFER_ABORTED, "Data connection lost");
        };
    }

    /** RFC 959 §4.1.3: 226, after the 426 of the transfer if there was one to abort. */
    Reply abort(Session session) {
        return session.transfer().map(running -> {
            running.abort(Transfer.AbortCause.CLIENT);
            return Reply.of(ReplyCode.CLOSING_DATA_CONNECTION, "Abort successful");
        }).orElseGet(() -> Reply.of(ReplyCode.CLOSING_DATA_CONNECTION,
                session.isWorking() ? "Abort successful" : "No transfer is running"));
    }

    private static boolean isInsideLines(Session session, Pending pending) {
        return (pending.offset() > 0 || pending.end() != Long.MAX_VALUE) && session.type() == TransferType.ASCII;
    }

    private static Reply needsImage() {
        return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "REST and RANG are for TYPE I: lines have no fixed offset");
    }
}
