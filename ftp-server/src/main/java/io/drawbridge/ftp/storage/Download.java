package io.drawbridge.ftp.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A file that is being read. It goes on with the same bytes when another file is put in its place.
 *
 * @param size in bytes, when it was opened
 */
public record Download(FileChannel file, long size) implements Closeable {

    @Override
    public void close() throws StorageException {
        try {
            file.close();
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }
}
