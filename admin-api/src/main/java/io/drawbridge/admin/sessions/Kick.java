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
     * Ends all sessions that are meant.
     *
     * @param administrator who wants it, not null
     * @return how many they are
     */
    long matching(SessionFilter filter, String administrator) {
        lockTheDoor();
        List<String> nodes = filter.bindTo(database
                .createNativeQuery("WITH ended AS (UPDATE session s SET kicked_by = :by WHERE "
                        + filter.condition() + " RETURNING s.*)"
                        + " SELECT e.node FROM ended e, LATERAL write_down('session', cast(e.id AS text), 'ENDED', jsonb_build_object("
                        + "'node', e.node, 'remoteAddress', host(e.remote_address), 'account', e.account), NULL)", String.class)
                .setParameter("by", administrator)).getResultList();
        tell(nodes);
        return nodes.size();
    }

    /**
     * Ends all sessions of an account.
     *
     * @param administrator who wants it, not null
     */
    public void account(String name, String administrator) {
        lockTheDoor();
        List<String> nodes = database
                .createNativeQuery("UPDATE session SET kicked_by = ?1 WHERE account = ?2 RETURNING node", String.class)
                .setParameter(1, administrator).setParameter(2, name).getResultList();
        tell(nodes);
    }

    private void lockTheDoor() {
        // What operators see is changed before what is inside: whoever locks both does it in this order.
        database.flush();
        // The heartbeats of nodes write many of these rows too, in an order of their own.
        database.createNativeQuery("SELECT true FROM lock_the_door()", Boolean.class).getSingleResult();
    }

    private void tell(List<String> nodes) {
        nodes.stream().distinct().forEach(node -> new Notice.SessionsKicked(node).send(database));
    }
}
