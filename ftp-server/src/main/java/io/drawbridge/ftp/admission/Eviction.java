package io.drawbridge.ftp.admission;

/** Why a session that was admitted is closed all the same. */
public sealed interface Eviction {

    /** An administrator asked for it. */
    record Kicked() implements Eviction {
    }

    /** The node had lost its registration, and the limits have no room for the session any more. */
    record NotReadmitted(Refusal refusal) implements Eviction {
    }
}
