package io.drawbridge.ftp.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Bytes on their way into a file. A new file is written under a hidden name and moved into place by {@link #commit()};
 * closed without it, it leaves nothing, unless it is to be {@link #keepWhatComes() kept}. A file that is continued keeps what
 * has arrived.
 */
public final class Upload implements Closeable {
    private static final long NOWHERE = -1;

    private final FileChannel channel;
    /** Null when the file itself is written. */
    private final Path part;
    private final Path place;
    private final boolean sync;
    private final Runnable atEnd;
    /** Where the file is cut off before the first byte is written. */
    private long cutAt;
    private boolean onlyFreePlace;
    /** The part has become the file. */
    private boolean committed;
    private boolean kept;
    /** It is whole, or the storage has failed: nothing less is to be seen. */
    private boolean over;

    private Upload(FileChannel channel, Path part, Path place, long cutAt, boolean sync, Runnable atEnd) {
        this.channel = channel;
        this.part = part;
        this.place = place;
        this.cutAt = cutAt;
        this.sync = sync;
        this.atEnd = atEnd;
    }

    /** Into a new file that takes its place when it is whole. */
    static Upload of(FileChannel channel, Path part, Path place, boolean sync, Runnable atEnd) {
        return new Upload(channel, part, place, NOWHERE, sync, atEnd);
    }

    /** Into a file that is there, behind its last byte. */
    static Upload into(FileChannel channel, boolean sync) {
        return into(channel, NOWHERE, sync);
    }

    /** Into a file that is there, from an offset on; what is behind it goes with the first byte that comes, not before. */
    static Upload into(FileChannel channel, long offset, boolean sync) {
        return new Upload(channel, null, null, offset, sync, () -> {
        });
    }

    /** From now on a new file takes its place also when it is not whole, unless nothing has come or the storage has failed. */
    public void keepWhatComes() {
        kept = true;
    }

    /** From now on a new file takes its place only if that is free when it is whole. */
    public void takeOnlyFreePlace() {
        onlyFreePlace = true;
    }

    public void write(ByteBuffer bytes) throws StorageException {
        try {
            cut();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            over = true;
            throw StorageException.of(e);
        }
    }

    private void cut() throws IOException {
        if (cutAt != NOWHERE) {
            channel.truncate(cutAt).position(cutAt);
            cutAt = NOWHERE;
        }
    }

    /** All bytes are there: puts them on disk, if uploads are to be. */
    public void flush() throws StorageException {
        try {
            cut();
            if (sync) {
                channel.force(true);
            }
        } catch (IOException e) {
            over = true;
            throw StorageException.of(e);
        }
    }

    /** Makes the file visible, whole. */
    public void commit() throws StorageException {
        over = true;
        try {
            channel.close();
            if (part != null) {
                if (onlyFreePlace) {
                    // The one step that fails when somebody was faster; the part itself goes when this is closed.
                    Files.createLink(place, part);
                } else {
                    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
                    committed = true;
                }
                if (sync) {
                    syncName();
                }
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** The new name is on disk only when its directory is. */
    private void syncName() throws IOException {
        try (FileChannel directory = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            if (kept && !over && part != null && channel.size() > 0) {
                flush();
                commit();
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        } finally {
            discard();
        }
    }

    private void discard() throws StorageException {
        try {
            channel.close();
            if (part != null && !committed) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        } finally {
            atEnd.run();
        }
    }
}
