package io.drawbridge.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.vertx.core.buffer.Buffer;

/** MODE Z: one transfer as one zlib stream (RFC 1950), in pieces. For one thread, which closes it: its memory is not Java's. */
final class Deflation implements AutoCloseable {
    private static final int PIECE = 32 * 1024;

    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();
    private final byte[] piece = new byte[PIECE];
    private boolean fed;

    /** @return what is to be sent now; may be empty, as more is awaited to deflate it with */
    Buffer deflate(Buffer bytes) {
        deflater.setInput(bytes.getBytes());
        return deflated();
    }

    /** @return the end of the stream */
    Buffer end() {
        deflater.finish();
        return deflated();
    }

    private Buffer deflated() {
        Buffer wire = Buffer.buffer();
        for (int length = deflater.deflate(piece); length > 0; length = deflater.deflate(piece)) {
            wire.appendBytes(piece, 0, length);
        }
        return wire;
    }

    /** What came over the wire; what came before has been {@link #inflate() inflated} to its end. */
    void feed(ByteBuffer wire) {
        fed |= wire.hasRemaining();
        inflater.setInput(wire);
    }

    /**
     * However much it inflates to, it comes in pieces.
     *
     * @return good until the next call; null when all that was fed is inflated
     * @throws IOException when it is no zlib stream
     */
    ByteBuffer inflate() throws IOException {
        try {
            int length = inflater.inflate(piece);
            if (length == 0 && inflater.needsDictionary()) {
                throw new IOException("deflated with a dictionary");
            }
            return length == 0 ? null : ByteBuffer.wrap(piece, 0, length);
        } catch (DataFormatException e) {
            throw new IOException("not deflated", e);
        }
    }

    /** Whether the stream has come to its own end, or has not begun. */
    boolean isWhole() {
        return inflater.finished() || !fed;
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
