package io.drawbridge.bench.load;

/**
 * How long things took, in as much memory for a million of them as for one: each is counted in a class of lengths of which
 * the longest is at most a 64th longer than the shortest. Not thread-safe.
 */
public final class Latencies {
    private static final int PARTS = 64;
    private static final int BITS = 6;

    private final long[] counts = new long[(Long.SIZE - BITS) * PARTS];
    private long total;
    private long longest;

    /** @param nanos a negative one counts as 0 */
    public void add(long nanos) {
        long length = Math.max(0, nanos);
        counts[classOf(length)]++;
        total++;
        longest = Math.max(longest, length);
    }

    public void addAll(Latencies others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
        total += others.total;
        longest = Math.max(longest, others.longest);
    }

    public long count() {
        return total;
    }

    /** In nanoseconds; 0 when there was none. */
    public long max() {
        return longest;
    }

    /**
     * The least length that this share of all does not exceed, in nanoseconds, at most a 64th too long; 0 when there was
     * none.
     *
     * @param share above 0 and at most 1, such as 0.99
     */
    public long percentile(double share) {
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("not a share: " + share);
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && counts[i] > 0) {
                return Math.min(longest, longestOf(i));
            }
        }
        return longest;
    }

    /** Up to {@code PARTS} each length has its own; above, each doubling has as many classes. */
    private static int classOf(long length) {
        if (length < PARTS) {
            return (int) length;
        }
        int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(length) - BITS;
        return (doublings + 1) * PARTS + (int) ((length >>> doublings) - PARTS);
    }

    private static long longestOf(int index) {
        if (index < PARTS) {
            return index;
        }
        int doublings = index / PARTS - 1;
        return ((long) (index % PARTS + PARTS + 1) << doublings) - 1;
    }
}
