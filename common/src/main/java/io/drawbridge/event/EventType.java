package io.drawbridge.event;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Of what an event tells. The name in lower case, with hyphens, is how it is written. */
public enum EventType {
    /** A client was let in. */
    SESSION_OPENED,
    SESSION_CLOSED,
    /** A client was turned away, or a session that ran lost its place. */
    SESSION_REFUSED,
    /** How many more were refused in a second than are told of one by one. */
    MORE_REFUSED,
    /** The flag, or a window; that the time of a window has come is no change. */
    MAINTENANCE_CHANGED,
    /** Limits, rules and reserves. */
    LIMITS_CHANGED,
    /** Anything else that the audit writes down. */
    SETTINGS_CHANGED,
    /** A node has started, or is back after it was lost. */
    NODE_JOINED,
    /** A node has stopped in good order. */
    NODE_LEFT,
    /** A node was not heard for a lease: its sessions have ended with it. */
    NODE_LOST,
    /** An operator has a node drained, or has changed how. */
    NODE_DRAINING,
    /** A node that was drained takes sessions again. */
    NODE_RESUMED,
    /** Events are missing here: whoever shows what is should read it anew. */
    GAP;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return empty when no type is written so */
    public static Optional<EventType> of(String word) {
        return Stream.of(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
