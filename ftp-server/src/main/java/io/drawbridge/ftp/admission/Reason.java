package io.drawbridge.ftp.admission;

import io.drawbridge.reply.RefusalText;

/**
 * Why a client is turned away. The name is the verdict of {@code settle}, but for what only a node knows; in lower case it is
 * the label in logs, in metrics and in the API.
 */
public enum Reason {
    MAINTENANCE(Kind.OTHER, RefusalText.MAINTENANCE),
    /** An operator takes this node out of service. To the database it is a maintenance. */
    DRAINING(Kind.OTHER, "This server takes no new sessions"),
    DENIED(Kind.OTHER, "No access from %s"),
    BANNED(Kind.OTHER, "Banned for a while"),
    /** This node alone; the client is told what it is short of. */
    BUSY(Kind.OTHER, "Busy"),
    CLUSTER_FULL(Kind.FULL, "Too many sessions"),
    LISTENER_FULL(Kind.FULL, "Too many sessions on listener %s"),
    HOST_FULL(Kind.FULL, "Too many sessions for host %s"),
    NODE_FULL(Kind.FULL, "Too many sessions on this server"),
    ADDRESS_FULL(Kind.FULL, "Too many sessions from %s"),
    NETWORK_FULL(Kind.FULL, "Too many sessions from %s"),
    ACCOUNT_FULL(Kind.FULL, "Too many sessions of %s"),
    GROUP_FULL(Kind.FULL, "Too many sessions of group %s"),
    CLUSTER_TOO_FAST(Kind.TOO_FAST, "Too many connections per minute"),
    LISTENER_TOO_FAST(Kind.TOO_FAST, "Too many connections per minute on listener %s"),
    HOST_TOO_FAST(Kind.TOO_FAST, "Too many connections per minute for host %s"),
    NODE_TOO_FAST(Kind.TOO_FAST, "Too many connections per minute on this server"),
    ADDRESS_TOO_FAST(Kind.TOO_FAST, "Too many connections per minute from %s"),
    NETWORK_TOO_FAST(Kind.TOO_FAST, "Too many connections per minute from %s"),
    ACCOUNT_TOO_FAST(Kind.TOO_FAST, "Too many logins per minute of %s"),
    GROUP_TOO_FAST(Kind.TOO_FAST, "Too many logins per minute of group %s"),
    ACCOUNT_GONE(Kind.OTHER, "The account %s was disabled"),
    /** This node alone. */
    SHUTTING_DOWN(Kind.OTHER, "Shutting down"),
    /** The database does not answer, or not every node has written what it holds since it crashed. */
    DATABASE_UNAVAILABLE(Kind.OTHER, "The session limits cannot be checked just now");

    private enum Kind {
        /** As many are inside as may be. */
        FULL,
        /** As many have come in this minute as may. */
        TOO_FAST,
        OTHER
    }

    private final Kind kind;
    private final String words;

    Reason(Kind kind, String words) {
        this.kind = kind;
        this.words = words;
    }

    /** @param subject whose limit it is: an address, an account, a group…; null where the reason names none */
    String words(String subject) {
        return words.formatted(subject);
    }

    /** Whether there may be room in a moment, when somebody leaves. */
    boolean passesWhenSomebodyLeaves() {
        return kind == Kind.FULL;
    }

    /** Whether the client has only itself or its like to blame: a storm of such refusals is an offence. */
    boolean isForAskingTooMuch() {
        return kind == Kind.FULL || kind == Kind.TOO_FAST;
    }
}
