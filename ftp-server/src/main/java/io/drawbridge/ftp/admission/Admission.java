package io.drawbridge.ftp.admission;

import java.time.Duration;

/** An answer to an arrival. */
public sealed interface Admission {

    /** @param slot to be closed by whoever receives it, once the client has left */
    record Granted(Slot slot) implements Admission {
    }

    record Refused(Refusal refusal) implements Admission {
    }

    /**
     * There is no place, but there may be one soon; the real answer follows.
     *
     * @param atMost until then it has followed
     */
    record Waiting(Duration atMost) implements Admission {
    }
}
