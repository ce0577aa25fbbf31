package io.drawbridge.ftp.admission;

/** Why a session that was admitted is closed all the same. */
public sealed interface Eviction {

    /** An administrator asked for it. */
    record Kicked() implements Eviction {
    }

    /**
     * There is no place for it any more: the node had lost its registration and others have come in, a limit was lowered, its
     * address was banned, or a maintenance sends everybody away.
     */
    record NoPlace(Refusal refusal) implements Eviction {
    }
}
