package io.drawbridge.ftp.admission;

/**
 * What a node may give away while the database is away: its part of the places that were free when it last heard of them. And
 * whether it has given away any, which the database must hear of before others are admitted.
 */
final class Share {
    /** Null for no bound. */
    private Integer places = 0;
    private boolean unsettled;

    /**
     * As the database says, unless it has not yet heard of all that was given away.
     *
     * @param places null for no bound; may be negative when limits were lowered
     */
    synchronized void is(Integer places) {
        if (!unsettled) {
            this.places = places;
        }
    }

    /**
     * @param taken run when there is one, before anybody looks at what must be settled
     * @return whether there was one
     */
    synchronized boolean take(Runnable taken) {
        if (places != null && places <= 0) {
            return false;
        }
        if (places != null) {
            places--;
        }
        taken.run();
        unsettled = true;
        return true;
    }

    /** Somebody has left, whose place is free for certain. */
    synchronized void giveBack() {
        if (places != null) {
            places++;
        }
    }

    /** Something was given away that the database has not heard of. */
    synchronized void mustBeSettled() {
        unsettled = true;
    }

    synchronized boolean mustSettle() {
        return unsettled;
    }

    /** It is being told of all that was given away until now. */
    synchronized void settling() {
        unsettled = false;
    }
}
