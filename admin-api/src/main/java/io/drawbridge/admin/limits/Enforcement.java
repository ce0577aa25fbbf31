package io.drawbridge.admin.limits;

import jakarta.inject.Singleton;

import org.hibernate.Session;

import io.drawbridge.notice.Notice;

/** Has sessions beyond the limits closed, where the operator wants that ({@link io.drawbridge.database.Evict}). */
@Singleton
public final class Enforcement {
    private final Session database;

    public Enforcement(Session database) {
        this.database = database;
    }

    /** To be called once, as the last thing of the transaction that has changed a limit or who counts against it. */
    public void now() {
        // What operators see is changed before what is inside: whoever locks both does it in this order.
        database.flush();
        database.createNativeQuery("SELECT enforce_limits()", String.class).getResultList()
                .forEach(node -> new Notice.SessionsKicked(node).send(database));
    }
}
