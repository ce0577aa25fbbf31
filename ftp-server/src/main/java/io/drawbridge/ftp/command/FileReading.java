package io.drawbridge.ftp.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;

/**
 * Reads a file for a command that is answered when all of it was read: piece by piece, as long as the client is there, and
 * with room for other sessions between the pieces.
 */
final class FileReading {
    private static final int PIECE = 64 << 10;

    /** Takes a piece; it is empty afterwards, or passed over. */
    @FunctionalInterface
    interface Reader {
        void take(ByteBuffer piece) throws StorageException;
    }

    private final Session session;
    private final FileChannel file;

    FileReading(Session session, FileChannel file) {
        this.session = session;
        this.file = file;
    }

    /**
     * @param from the first byte
     * @param to the byte before which to end; may lie behind the file's end
     * @return false when the client has left meanwhile, and not all was read
     */
    boolean each(long from, long to, Reader reader) throws StorageException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long next = from;
        try {
            while (next < to) {
                if (!session.isClientThere()) {
                    return false;
                }
                int read = file.read(piece.clear().limit((int) Math.min(PIECE, to - next)), next);
                if (read < 0) {
                    break;
                }
                next += read;
                reader.take(piece.flip());
                // It is not idle: it waits for us. And a virtual thread leaves its place only when it is asked to.
                session.touch();
                Thread.yield();
            }
            return true;
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** For one who will not read it. */
    static Reply ended() {
        return Reply.of(ReplyCode.LOCAL_ERROR_IN_PROCESSING, "You have left");
    }
}
