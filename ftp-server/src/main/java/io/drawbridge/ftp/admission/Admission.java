package io.drawbridge.ftp.admission;

import java.time.Duration;

/** An answer to an arrival. */
public sealed interface Admission {

    /**
     * @param slot to be closed by whoever receives it, once the client has left
     * @param batch how many arrivals were decided on together; 0 when the database was not asked
     */
    record Granted(Slot slot, int batch) implements Admission {
    }

    /** @param batch as of {@link Granted} */
    record Refused(Refusal refusal, int batch) implements Admission {
    }

    /**
     * There is no place, but there may be one soon; the real answer follows.
     *
     * @param atMost until then it has followed
     */
    record Waiting(Duration atMost) implements Admission {
    }
}
