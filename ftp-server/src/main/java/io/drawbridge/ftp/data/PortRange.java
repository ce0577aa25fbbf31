package io.drawbridge.ftp.data;

/**
 * TCP ports from the first to the last, both included.
 *
 * @param first 1 to 65535, or 0 with {@code last} 0: whichever port the system gives
 * @param last not below {@code first}
 */
public record PortRange(int first, int last) {

    public PortRange {
        if (first < 0 || last > 0xffff || first > last || (first == 0 && last != 0)) {
            throw new IllegalArgumentException("not a range of ports between 1 and 65535: " + first + "-" + last);
        }
    }

    /** Whichever port the system gives. */
    public boolean isAny() {
        return last == 0;
    }

    /**
     * One of the parts of the same size of which it consists.
     *
     * @param index of the part, from 0
     * @throws IllegalArgumentException when it ends before the end of that part
     */
    public PortRange part(int index, int size) {
        if (isAny() || (index + 1L) * size > size()) {
            throw new IllegalArgumentException(
                    "the ports " + first + "-" + last + " are too few for " + (index + 1L) + " times " + size);
        }
        return new PortRange(first + index * size, first + index * size + size - 1);
    }

    /** How many ports it has. */
    public int size() {
        return last - first + 1;
    }
}
