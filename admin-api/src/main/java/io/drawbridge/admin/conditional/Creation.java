package io.drawbridge.admin.conditional;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.Tuple;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import org.hibernate.Session;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.drawbridge.admin.Created;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * Makes something once, also when the client has not heard that it was made and asks again (Idempotency-Key,
 * draft-ietf-httpapi-idempotency-key-header).
 */
@RequestScoped
public class Creation {
    public static final String KEY = "Idempotency-Key";
    private static final Pattern KEY_PATTERN = Pattern.compile("[!-~]{1,255}");

    private final HttpHeaders headers;
    private final SecurityIdentity administrator;
    private final Session database;
    private final ObjectMapper json;

    public Creation(HttpHeaders headers, SecurityIdentity administrator, Session database, ObjectMapper json) {
        this.headers = headers;
        this.administrator = administrator;
        this.database = database;
        this.json = json;
    }

    /**
     * To be called in the transaction that makes it.
     *
     * @param name of what is made, below the path of the request
     * @param wanted what the client has sent; its text says all of it but what is secret
     * @param make not called when it was made before with the key that the client has sent
     * @throws jakarta.ws.rs.WebApplicationException a problem of status 422: the key was used for something else
     */
    public <T> RestResponse<T> once(UriInfo request, String name, Record wanted, Supplier<T> make) {
        String key = headers.getHeaderString(KEY);
        if (key == null) {
            return Created.below(request, name, make.get());
        }
        new Faults().unless(KEY_PATTERN.matcher(key).matches(), KEY, "must be 1 to 255 visible characters of ASCII").raise();
        String by = administrator.getPrincipal().getName();
        String digest = Editable.tagOf(request.getPath() + wanted);
        Optional<Tuple> before = before(by, key);
        if (before.isPresent() && !before.get().get("request").equals(digest)) {
            throw Problem.unprocessable("This " + KEY + " was used for something else.").exception();
        }
        return before.isPresent() ? again(request, name, before.get().get("body", String.class))
                : Created.below(request, name, remembered(by, key, digest, make.get()));
    }

    /** Who asks with the same key at the same time waits. */
    private Optional<Tuple> before(String by, String key) {
        database.createNativeQuery("SELECT cast(pg_advisory_xact_lock(hashtextextended(?1 || ' ' || ?2, 0)) AS text)",
                String.class)
                .setParameter(1, by).setParameter(2, key).getSingleResult();
        return database.createNativeQuery("SELECT request, body FROM idempotency WHERE administrator = ?1 AND key = ?2"
                + " AND created_at > now() - interval '1 day'", Tuple.class).setParameter(1, by).setParameter(2, key)
                .getResultStream().findFirst();
    }

    private <T> T remembered(String by, String key, String digest, T made) {
        try {
            database.createNativeMutationQuery("DELETE FROM idempotency WHERE created_at <= now() - interval '1 day'")
                    .executeUpdate();
            database.createNativeMutationQuery(
                    "INSERT INTO idempotency (administrator, key, request, body) VALUES (?1, ?2, ?3, ?4)")
                    .setParameter(1, by).setParameter(2, key).setParameter(3, digest)
                    .setParameter(4, json.writeValueAsString(made)).executeUpdate();
            return made;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked") // JSON is what the client gets of a T anyway.
    private <T> RestResponse<T> again(UriInfo request, String name, String body) {
        try {
            return Created.below(request, name, (T) json.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
