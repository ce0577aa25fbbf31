package io.drawbridge.ftp.overload;

/**
 * Whether one thing is short, without flapping: raised after some bad samples in a row, over only after several that are
 * good, and good is more than just not bad. Of one thread; read by any.
 */
final class Alarm {
    /** How a sample compares with its threshold. */
    enum Level {
        GOOD,
        /** Neither raises nor ends an alarm. */
        BETWEEN,
        BAD
    }

    static final int SAMPLES_TO_END = 5;

    private final int samplesToRaise;
    private int inARow;
    private volatile boolean raised;

    Alarm(int samplesToRaise) {
        this.samplesToRaise = samplesToRaise;
    }

    /** @return whether the alarm was raised or ended by this sample */
    boolean see(Level level) {
        boolean against = raised ? level == Level.GOOD : level == Level.BAD;
        inARow = against ? inARow + 1 : 0;
        if (inARow < (raised ? SAMPLES_TO_END : samplesToRaise)) {
            return false;
        }
        inARow = 0;
        raised = !raised;
        return true;
    }

    boolean isRaised() {
        return raised;
    }

    /** Of something of which there must be some left: good again with a quarter more than that. */
    static Level ofFree(long free, long least) {
        return free < least ? Level.BAD : free < least + least / 4 ? Level.BETWEEN : Level.GOOD;
    }

    /** Of something that must not exceed a measure: good again at half of it. */
    static Level ofUsed(long used, long most) {
        return used > most ? Level.BAD : used > most / 2 ? Level.BETWEEN : Level.GOOD;
    }
}
