package io.drawbridge.ftp.admission;

/** The answer to an arrival. */
public sealed interface Admission {

    /** @param slot to be closed by whoever receives it, once the client has left */
    record Granted(Slot slot) implements Admission {
    }

    record Refused(Refusal refusal) implements Admission {
    }
}
