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

    /** How many ports it has. */
    public int size() {
        return last - first + 1;
    }
}
