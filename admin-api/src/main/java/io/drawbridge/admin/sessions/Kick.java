package io.drawbridge.admin.sessions;

import java.util.List;

import jakarta.inject.Singleton;

import org.hibernate.Session;

import io.drawbridge.database.SessionRow;
import io.drawbridge.notice.Notice;

/** Asks the nodes to end sessions, when the caller's transaction commits. */
@Singleton
public final class Kick {
    private final Session database;

    public Kick(Session database) {
        this.database = database;
    }

    /** @param administrator who wants it, not null */
    void session(SessionRow session, String administrator) {
        database.createNativeMutationQuery("UPDATE session SET kicked_by = ?1 WHERE id = ?2")
                .setParameter(1, administrator).setParameter(2, session.id).executeUpdate();
        database.createNativeQuery("SELECT cast(write_down('session', ?1, 'ENDED', jsonb_build_object("
                + "'node', cast(?2 AS text), 'remoteAddress', cast(?3 AS text), 'account', cast(?4 AS text)), NULL) AS text)",
                String.class)
                .setParameter(1, session.id.toString()).setParameter(2, session.node)
                .setParameter(3, session.remoteAddress.getHostAddress()).setParameter(4, session.account).getSingleResult();
        new Notice.SessionsKicked(session.node).send(database);
    }

    /**
     * Ends all sessions of an account.
     *
     * @param administrator who wants it, not null
     */
    public void account(String name, String administrator) {
        // What operators see is changed before what is inside: whoever locks both does it in this order.
        database.flush();
        // The heartbeats of nodes write many of these rows too, in an order of their own.
        database.createNativeQuery("SELECT true FROM lock_the_door()", Boolean.class).getSingleResult();
        List<String> nodes = database
                .createNativeQuery("UPDATE session SET kicked_by = ?1 WHERE account = ?2 RETURNING node", String.class)
                .setParameter(1, administrator).setParameter(2, name).getResultList();
        nodes.stream().distinct().forEach(node -> new Notice.SessionsKicked(node).send(database));
    }
}
