package io.drawbridge.ftp.storage;

import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What those who list one directory at the same time have seen of its entries. Looking at each entry is most of what a listing
 * costs, and one look is enough for all who had asked before it: nobody can tell it from a look of one's own. So nothing here
 * is
 * ever older than the listing that takes it. While a directory is listed by one alone nothing is kept, and what is kept is
 * bounded
 * and goes with the last of them.
 */
final class Sightings {
    /** Of one directory; what stands further behind in a longer one takes the place of what stood in front. */
    private static final int MOST = 2048;
    /** By what the file system knows a directory by, and only while it is open: its number is nobody else's then. */
    private static final Map<Object, Sightings> OF_DIRECTORIES = new ConcurrentHashMap<>();

    /**
     * @param after how many listings had begun before the look
     */
    private record Sighting(String name, PosixFileAttributes attributes, long after) {
    }

    private final Object directory;
    private final AtomicLong begun = new AtomicLong();
    /** Changed only within the map's own lock for the directory. */
    private int listings;
    /** By position in the directory; null as long as one was alone. */
    private volatile AtomicReferenceArray<Sighting> seen;

    private Sightings(Object directory) {
        this.directory = directory;
    }

    /**
     * A listing begins: it is to {@link #leave} once.
     *
     * @param directory its file key
     */
    static Sightings join(Object directory) {
        return OF_DIRECTORIES.compute(directory, (key, there) -> {
            Sightings sightings = there == null ? new Sightings(key) : there;
            if (++sightings.listings == 2 && sightings.seen == null) {
                sightings.seen = new AtomicReferenceArray<>(MOST);
            }
            return sightings;
        });
    }

    void leave() {
        OF_DIRECTORIES.compute(directory, (key, there) -> --listings == 0 ? null : this);
    }

    /** How many directories are being listed, for a test. */
    static int directories() {
        return OF_DIRECTORIES.size();
    }

    /** @return which listing has just begun: sightings {@link #now} or later are for it */
    long begin() {
        return begun.incrementAndGet();
    }

    /** To be asked before a look, and told with what was seen. */
    long now() {
        return begun.get();
    }

    /**
     * @param position in the directory
     * @param since what {@link #begin} has said
     * @return null when nobody has looked since then
     */
    PosixFileAttributes of(String name, int position, long since) {
        AtomicReferenceArray<Sighting> all = seen;
        Sighting sighting = all == null ? null : all.get(position % MOST);
        return sighting != null && sighting.after >= since && sighting.name.equals(name) ? sighting.attributes : null;
    }

    /** @param after what {@link #now} has said before the look */
    void add(String name, int position, PosixFileAttributes attributes, long after) {
        AtomicReferenceArray<Sighting> all = seen;
        if (all != null) {
            all.set(position % MOST, new Sighting(name, attributes, after));
        }
    }
}
