package io.drawbridge.admin.problem;

/** The client's address is banned. */
public final class BannedException extends SecurityException {
    private static final long serialVersionUID = 1;

    private final long seconds;

    /** @param seconds for how long still */
    public BannedException(long seconds) {
        this.seconds = seconds;
    }

    long seconds() {
        return seconds;
    }
}
