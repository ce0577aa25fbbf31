package io.drawbridge.ftp.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;

/**
 * Reads a file for a command that is answered when all of it was read: piece by piece, as long as the client wants it, and
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
     * @return false when the client has left meanwhile or said ABOR or QUIT, and not all was read
     */
    boolean each(long from, long to, Reader reader) throws StorageException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long next = from;
        try {
            while (next < to) {
                if (!session.goOn()) {
                    return false;
                }
                int read = file.read(piece.clear().limit((int) Math.min(PIECE, to - next)), next);
                if (read < 0) {
                    break;
                }
                next += read;
                reader.take(piece.flip());
            }
            return true;
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** RFC 959 has 426 for data connections only, and what 451 says first is that the action was aborted. */
    static Reply ended() {
        return Reply.of(ReplyCode.LOCAL_ERROR_IN_PROCESSING, "Aborted, nothing is changed");
    }
}
