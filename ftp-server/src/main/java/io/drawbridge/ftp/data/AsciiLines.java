package io.drawbridge.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import io.vertx.core.buffer.Buffer;

/**
 * Line ends for TYPE A: CR LF on the wire, LF in the file (RFC 959 §3.1.1.1). For one transfer in one direction; keeps
 * what a piece leaves open for the next.
 */
public final class AsciiLines {
    private static final int PIECE = 32 * 1024;

    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private boolean lastWasCr;

    /** @return the next piece of a file as it goes on the wire; null at its end */
    public Buffer read(FileChannel file) throws IOException {
        piece.clear();
        if (file.read(piece) < 0) {
            return null;
        }
        piece.flip();
        Buffer wire = Buffer.buffer(piece.remaining() + piece.remaining() / 16);
        while (piece.hasRemaining()) {
            byte octet = piece.get();
            // A file that has CR LF already is sent as it is.
            if (octet == '\n' && !lastWasCr) {
                wire.appendByte((byte) '\r');
            }
            wire.appendByte(octet);
            lastWasCr = octet == '\r';
        }
        return wire;
    }

    /** @return what came over the wire as it goes into the file; a CR that ends it waits for the next piece */
    public ByteBuffer toFile(ByteBuffer wire) {
        ByteBuffer file = ByteBuffer.allocate(wire.remaining() + 1);
        while (wire.hasRemaining()) {
            byte octet = wire.get();
            if (lastWasCr && octet != '\n') {
                file.put((byte) '\r');
            }
            lastWasCr = octet == '\r';
            if (!lastWasCr) {
                file.put(octet);
            }
        }
        return file.flip();
    }

    /** @return what is left when the wire has ended: a last CR, or nothing */
    public ByteBuffer rest() {
        return ByteBuffer.wrap(lastWasCr ? new byte[] { '\r' } : new byte[0]);
    }
}
