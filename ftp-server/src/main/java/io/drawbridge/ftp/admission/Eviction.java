package io.drawbridge.ftp.admission;

/** Why a session that was admitted is closed all the same. */
public sealed interface Eviction {

    /** @param administrator who asked for it */
    record Kicked(String administrator) implements Eviction {
    }

    /** The node had lost its registration, and the limits have no room for the session any more. */
    record NotReadmitted(Refusal refusal) implements Eviction {
    }
}
