package io.drawbridge.ftp.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Bytes on their way into a file. A new file is written under a hidden name and moved into place by {@link #commit()};
 * closed without it, it leaves nothing. A file that is continued keeps what has arrived.
 */
public final class Upload implements Closeable {
    private final FileChannel channel;
    /** Null when the file itself is written. */
    private final Path part;
    private final Path place;
    private final boolean sync;
    private boolean committed;

    Upload(FileChannel channel, Path part, Path place, boolean sync) {
        this.channel = channel;
        this.part = part;
        this.place = place;
        this.sync = sync;
    }

    public void write(ByteBuffer bytes) throws StorageException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** All bytes are there: puts them on disk, if uploads are to be. */
    public void flush() throws StorageException {
        try {
            if (sync) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Makes the file visible, whole. */
    public void commit() throws StorageException {
        try {
            channel.close();
            if (part != null) {
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            }
            committed = true;
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            channel.close();
            if (part != null && !committed) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }
}
