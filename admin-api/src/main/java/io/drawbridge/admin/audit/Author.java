package io.drawbridge.admin.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.UriInfo;

import org.hibernate.Session;
import org.hibernate.query.QueryFlushMode;

import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.security.AdminConfig;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;

/** Who makes the change that is asked for. */
@RequestScoped
public class Author {
    /** Name of the query parameter in which every change may say why it is made. */
    public static final String REASON = "reason";
    /** In characters. */
    public static final int MAX_REASON = 500;

    private final SecurityIdentity administrator;
    private final Session database;
    private final HttpServerRequest request;
    private final UriInfo uri;
    private final AdminConfig config;

    public Author(SecurityIdentity administrator, Session database, HttpServerRequest request, UriInfo uri,
            AdminConfig config) {
        this.administrator = administrator;
        this.database = database;
        this.request = request;
        this.uri = uri;
        this.config = config;
    }

    /**
     * Signs the transaction: what it changes from now on is written down as changed by the administrator, from the address
     * and for the reason of the request. To be called before the first change is
     * flushed.
     *
     * @return the administrator's name
     * @throws jakarta.ws.rs.WebApplicationException a problem of status 400: the reason is too long, or missing where it is
     *         required
     */
    public String sign() {
        String name = administrator.getPrincipal().getName();
        String reason = uri.getQueryParameters().getFirst(REASON);
        String why = reason == null ? "" : reason.strip();
        new Faults().unless(why.length() <= MAX_REASON && why.chars().noneMatch(Character::isISOControl), REASON,
                "must be at most " + MAX_REASON + " characters, none of them a control character")
                .unless(!config.reasonRequired() || !why.isEmpty(), REASON, "must be given: changes here need a reason")
                .raise();
        database.createNativeQuery(
                "SELECT set_config('drawbridge.actor', ?1, true) || set_config('drawbridge.address', ?2, true)"
                        + " || set_config('drawbridge.reason', ?3, true)",
                String.class)
                // What the caller has changed already is still to be written, and is to be signed too.
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .setParameter(1, name).setParameter(2, request.remoteAddress().hostAddress()).setParameter(3, why)
                .getSingleResult();
        return name;
    }
}
