package io.drawbridge.ftp.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.drawbridge.ftp.storage.StorageException.Kind;

/**
 * A directory as the file tree of an account. Every path is resolved to the real one, symbolic links included, and used
 * only if that lies inside the real home: a link may lead to another place of the same home, and nowhere else.
 *
 * <p>
 * Clients cannot make links. Someone with a shell on the server, who changes a directory into a link between the check
 * and the use, is not guarded against.
 */
public final class Home {
    /** Names that begin so are the server's own: clients neither see nor use them. */
    static final String RESERVED = ".drawbridge-";

    /** A walk through a tree keeps a directory open for each level. */
    private static final int MAX_DEPTH = 100;

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> WRITE_NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path root;
    private final UploadNames uploadNames;
    private final boolean sync;

    /**
     * @param root the home; made when it is not there
     * @param sync whether an upload is on disk before it is acknowledged
     */
    public Home(Path root, UploadNames uploadNames, boolean sync) throws StorageException {
        try {
            this.root = realDirectory(root);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
        this.uploadNames = uploadNames;
        this.sync = sync;
    }

    private static Path realDirectory(Path directory) throws IOException {
        try {
            Path real = directory.toRealPath();
            if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
                return real;
            }
        } catch (NoSuchFileException e) {
            // The rarer case: to try to make it first would fail at nearly each login.
        }
        return Files.createDirectories(directory).toRealPath();
    }

    public Entry entry(VirtualPath path) throws StorageException {
        Path real = existing(path);
        try {
            return entry(path.name(), real);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Whether there is something of that name that {@link #entry} would tell of. */
    public boolean exists(VirtualPath path) throws StorageException {
        try {
            entry(path);
            return true;
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /**
     * What is in a directory, in the file system's own order, one entry at a time. Links that lead nowhere or out of the
     * home are left out.
     */
    public Listing list(VirtualPath path) throws StorageException {
        Path real = existing(path);
        try {
            DirectoryStream<Path> directory = Files.newDirectoryStream(real);
            try {
                return new Listing((SecureDirectoryStream<Path>) directory);
            } catch (IOException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    public void makeDirectory(VirtualPath path) throws StorageException {
        Path place = place(path);
        try {
            Files.createDirectory(place);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Removes an empty directory. */
    public void removeDirectory(VirtualPath path) throws StorageException {
        Path place = place(path);
        try {
            if (!attributes(place).isDirectory()) {
                throw new StorageException(Kind.NOT_A_DIRECTORY);
            }
            Files.delete(place);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /**
     * Removes a directory with all that is in it; of symbolic links the links.
     *
     * @param atMost files and directories, together
     * @param isWanted asked now and then; when it says no, the rest stays
     * @return how much of it is gone
     */
    public Removal removeTree(VirtualPath path, int atMost, BooleanSupplier isWanted) throws StorageException {
        Path place = place(path);
        try {
            if (!attributes(place).isDirectory()) {
                throw new StorageException(Kind.NOT_A_DIRECTORY);
            }
            if (uploadNames.isBusy(place)) {
                throw new StorageException(Kind.BUSY);
            }
            TreeRemoval removal = new TreeRemoval(atMost, isWanted);
            Files.walkFileTree(place, Set.of(), MAX_DEPTH, removal);
            return removal.removal();
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /**
     * Changes what is known of a file or a directory: both or, when one cannot be, neither.
     *
     * @param modified null to leave it
     * @param permissions null to leave them
     */
    public void change(VirtualPath path, Instant modified, Set<PosixFilePermission> permissions) throws StorageException {
        Path real = existing(path);
        if (real.equals(root)) {
            throw new StorageException(Kind.DENIED);
        }
        PosixFileAttributeView view = Files.getFileAttributeView(real, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            // Who may set the time, its owner, may also set the permissions.
            if (modified != null) {
                view.setTimes(FileTime.from(modified), null, null);
            }
            if (permissions != null) {
                view.setPermissions(permissions);
            }
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Bytes that the file system of a directory has free for this server. */
    public long available(VirtualPath path) throws StorageException {
        try {
            return Files.getFileStore(existing(path)).getUsableSpace();
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Removes a file; of a symbolic link the link. */
    public void removeFile(VirtualPath path) throws StorageException {
        Path place = place(path);
        try {
            if (attributes(place).isDirectory()) {
                throw new StorageException(Kind.NOT_A_FILE);
            }
            Files.delete(place);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Renames a file or a directory; a file that has the new name already is replaced. */
    public void rename(VirtualPath from, VirtualPath to) throws StorageException {
        Path source = place(from);
        Path target = place(to);
        if (uploadNames.isBusy(source)) {
            // The upload would not find the place where it is to appear.
            throw new StorageException(Kind.BUSY);
        }
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Between two file systems mounted inside one home: copying a tree is not what a client waits for.
            throw new StorageException(Kind.DENIED);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /** Opens a file to read it. */
    public Download read(VirtualPath path) throws StorageException {
        Found found = found(path);
        requireFile(found.attributes());
        FileChannel file = open(found.real(), READ);
        try {
            return new Download(file, file.size());
        } catch (IOException e) {
            throw closing(file, e);
        }
    }

    /** Begins an upload that replaces what has that name, when and only when it is complete. */
    public Upload replace(VirtualPath path) throws StorageException {
        Path place = placeForFile(path);
        Path part = place.resolveSibling(uploadNames.begin(place.getParent()));
        try {
            FileChannel channel = open(part, WRITE_NEW);
            return Upload.of(channel, part, place, sync, () -> uploadNames.end(part));
        } catch (StorageException e) {
            uploadNames.end(part);
            throw e;
        }
    }

    /** Begins an upload that goes on in the file itself, after its last byte; made when it is not there. */
    public Upload append(VirtualPath path) throws StorageException {
        // Each write goes behind what is there then, also when two clients append to one file.
        return Upload.into(open(placeForFile(path),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)), sync);
    }

    /**
     * Begins an upload that goes on in the file itself, at an offset; what was behind the offset is cut off.
     *
     * @throws StorageException of kind TOO_SHORT when the file ends before the offset, NOT_FOUND when it is not there
     */
    public Upload resume(VirtualPath path, long offset) throws StorageException {
        requireFile(found(path).attributes());
        FileChannel channel = open(placeForFile(path), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            if (channel.size() < offset) {
                throw new StorageException(Kind.TOO_SHORT);
            }
            return Upload.into(channel, offset, sync);
        } catch (IOException e) {
            throw closing(channel, e);
        }
    }

    /** Where the bytes of a file go: the real path of one that is there, else a name that is free. */
    private Path placeForFile(VirtualPath path) throws StorageException {
        Path place = place(path);
        try {
            return fileOrFree(place);
        } catch (NoSuchFileException e) {
            // A link that leads nowhere: writing through it might make a file anywhere.
            throw new StorageException(Kind.DENIED);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    private Path fileOrFree(Path place) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = attributes(place);
        } catch (NoSuchFileException e) {
            return place;
        }
        Found found = attributes.isSymbolicLink() ? resolved(place) : new Found(place, attributes);
        requireFile(found.attributes());
        return found.real();
    }

    private static StorageException closing(FileChannel channel, IOException e) {
        try {
            channel.close();
        } catch (IOException onClose) {
            e.addSuppressed(onClose);
        }
        return StorageException.of(e);
    }

    private static FileChannel open(Path real, Set<? extends OpenOption> options) throws StorageException {
        try {
            return FileChannel.open(real, options);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    /**
     * Something that is there.
     *
     * @param attributes of what is at the real path
     */
    private record Found(Path real, BasicFileAttributes attributes) {
    }

    /** The real path of something that is there. */
    private Path existing(VirtualPath path) throws StorageException {
        return found(path).real();
    }

    private Found found(VirtualPath path) throws StorageException {
        Path whole = join(root, path);
        try {
            // The home's own path is real. Below it, what is no link anywhere on the way is where its name says; asking for
            // that costs far less than having the whole path resolved.
            Path real = root;
            BasicFileAttributes attributes = attributes(real);
            for (String name : path.names()) {
                if (attributes.isSymbolicLink()) {
                    break;
                }
                real = real.resolve(name);
                attributes = attributes(real);
            }
            return attributes.isSymbolicLink() ? resolved(whole) : new Found(real, attributes);
        } catch (IOException e) {
            throw StorageException.of(e);
        }
    }

    private Found resolved(Path path) throws IOException {
        Path real = path.toRealPath();
        requireInside(real);
        return new Found(real, attributes(real));
    }

    /** The name itself, not what a link of that name leads to, in the real path of its directory. */
    private Path place(VirtualPath path) throws StorageException {
        if (path.isRoot()) {
            throw new StorageException(Kind.DENIED);
        }
        Path directory = existing(path.parent());
        requireAllowed(path.name());
        return join(directory, new VirtualPath(path.names().subList(path.names().size() - 1, path.names().size())));
    }

    private static Path join(Path directory, VirtualPath path) throws StorageException {
        try {
            Path joined = directory;
            for (String name : path.names()) {
                requireAllowed(name);
                joined = joined.resolve(name);
            }
            return joined;
        } catch (InvalidPathException e) {
            throw new StorageException(Kind.NAME_NOT_ALLOWED);
        }
    }

    private static void requireAllowed(String name) throws StorageException {
        if (name.startsWith(RESERVED)) {
            throw new StorageException(Kind.NAME_NOT_ALLOWED);
        }
    }

    private void requireInside(Path real) throws StorageException {
        if (!real.startsWith(root)) {
            throw new StorageException(Kind.DENIED);
        }
    }

    /** Not a directory, and nothing that blocks when it is opened: a pipe, a device, a socket. */
    private static void requireFile(BasicFileAttributes attributes) throws StorageException {
        if (!attributes.isRegularFile()) {
            throw new StorageException(Kind.NOT_A_FILE);
        }
    }

    private static BasicFileAttributes attributes(Path place) throws IOException {
        return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static Entry entry(String name, Path real) throws IOException {
        return new Entry(name, Files.readAttributes(real, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** The entries of a directory; to be closed. Each is seen as it was at some moment after this was made. */
    public final class Listing implements Iterator<Entry>, Closeable {
        /** Names are read so many at a time, and then looked at. */
        private static final int AT_ONCE = 128;

        /** On Unix all are secure: what they tell of a name they look up in the open directory, not along the whole path. */
        private final SecureDirectoryStream<Path> directory;
        private final Iterator<Path> paths;
        private final Sightings sightings;
        private final long begun;
        /** The next entries; null is one that is not shown. */
        private final Entry[] entries = new Entry[AT_ONCE];
        private final Path[] places = new Path[AT_ONCE];
        /** In the directory, of the first of them. */
        private int position;
        private int next;
        private int read;
        private boolean closed;

        private Listing(SecureDirectoryStream<Path> directory) throws IOException {
            this.directory = directory;
            this.paths = directory.iterator();
            this.sightings = Sightings
                    .join(directory.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey());
            this.begun = sightings.begin();
        }

        @Override
        public boolean hasNext() {
            while (next < read && entries[next] == null) {
                next++;
            }
            while (next == read && paths.hasNext()) {
                readOn();
                while (next < read && entries[next] == null) {
                    next++;
                }
            }
            return next < read;
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry entry = entries[next];
            entries[next++] = null;
            return entry;
        }

        private void readOn() {
            if (read > 0) {
                // A virtual thread keeps its carrier as long as it only asks the file system: sessions would wait for a long directory.
                Thread.yield();
            }
            position += read;
            next = 0;
            read = 0;
            while (read < AT_ONCE && paths.hasNext()) {
                places[read++] = paths.next();
            }
            // Two that go on side by side would look at the same entries at the same time: so they come towards each other.
            boolean backwards = begun % 2 == 0;
            for (int i = 0; i < read; i++) {
                int at = backwards ? read - 1 - i : i;
                entries[at] = visible(places[at], position + at);
                places[at] = null;
            }
        }

        private Entry visible(Path path, int at) {
            Path file = path.getFileName();
            String name = file.toString();
            if (name.startsWith(RESERVED) || hasControls(name)) {
                return null;
            }
            try {
                PosixFileAttributes attributes = attributes(file, name, at);
                if (!attributes.isSymbolicLink()) {
                    return new Entry(name, attributes);
                }
                Path real = path.toRealPath();
                return real.startsWith(root) ? entry(name, real) : null;
            } catch (IOException e) {
                // Removed since the directory was read, or a link that leads nowhere.
                return null;
            }
        }

        /** Of a link its own. */
        private PosixFileAttributes attributes(Path file, String name, int at) throws IOException {
            PosixFileAttributes seen = sightings.of(name, at, begun);
            if (seen != null) {
                return seen;
            }
            long now = sightings.now();
            PosixFileAttributes attributes = directory
                    .getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
            sightings.add(name, at, attributes, now);
            return attributes;
        }

        private static boolean hasControls(String name) {
            for (int i = 0; i < name.length(); i++) {
                if (Character.isISOControl(name.charAt(i))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                sightings.leave();
                directory.close();
            }
        }
    }
}
