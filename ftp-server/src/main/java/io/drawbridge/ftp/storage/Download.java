package io.drawbridge.ftp.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file that is being read. It goes on with the same bytes when another file is put in its place.
 *
 * @param size in bytes, when it was opened
 */
public record Download(FileChannel file, long size) implements Closeable {

    /**
     * Reads as many bytes as there is room for, unless the file ends before.
     *
     * @return how many were read
     */
    public int read(ByteBuffer into, long offset) throws StorageException {
        try {
            int from = into.position();
            while (into.hasRemaining() && file.read(into, offset + into.position() - from) >= 0) {
                // There is more.
            }
            return into.position() - from;
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            file.close();
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }
}
