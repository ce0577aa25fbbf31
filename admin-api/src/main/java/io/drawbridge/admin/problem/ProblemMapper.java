package io.drawbridge.admin.problem;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;

/** Turns whatever goes wrong in the API into a {@link Problem}. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String CHALLENGE = "Basic realm=\"Drawbridge\", charset=\"UTF-8\"";
    /** At the other one a browser would ask for a password in a dialog of its own; pages say by this header that they do. */
    private static final String CHALLENGE_OF_PAGES = "Bearer realm=\"Drawbridge\"";
    private static final String PAGE = "X-Requested-With";
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final Map<Status, String> ADVICE = Map.of(
            Status.NOT_FOUND, "There is nothing at this path.",
            Status.METHOD_NOT_ALLOWED, "This path does not know that method; OPTIONS says which ones it knows.",
            Status.NOT_ACCEPTABLE, "Answers are application/json.",
            Status.UNSUPPORTED_MEDIA_TYPE, "Bodies are application/json; for PATCH also application/merge-patch+json.");

    @ServerExceptionMapper({ UnauthorizedException.class, AuthenticationFailedException.class,
            AuthenticationCompletionException.class })
    Response notLoggedIn(ContainerRequestContext request) {
        return Problem.of(Status.UNAUTHORIZED, "Log in with the name and the password of an administrator, or with a token.")
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE,
                        request.getHeaders().containsKey(PAGE) ? CHALLENGE_OF_PAGES : CHALLENGE)
                .build();
    }

    @ServerExceptionMapper
    Response banned(BannedException e) {
        return Problem.of(Status.TOO_MANY_REQUESTS, "Your address is banned: too many failed logins, or other offences.")
                .response()
                .header(HttpHeaders.RETRY_AFTER, e.seconds()).build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.of(Status.FORBIDDEN, "Your role may not do this.").response().build();
    }

    /** What JAX-RS refuses, and what resources throw. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        Response response = e.getResponse();
        Status status = Status.fromStatusCode(response.getStatus());
        if (response.hasEntity() || status == null || status.getFamily() == Status.Family.REDIRECTION) {
            return response;
        }
        if (status.getFamily() == Status.Family.SERVER_ERROR) {
            return unexpected(e);
        }
        return Problem.of(status, ADVICE.getOrDefault(status, status.getReasonPhrase())).response().build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        Optional<SQLException> away = databaseAway(e);
        if (away.isPresent()) {
            LOG.warnf("The database does not answer: %s", away.get().getMessage());
            return Problem.of(Status.SERVICE_UNAVAILABLE, "The database does not answer. Try again in a moment.").response()
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
        }
        LOG.error("A request failed", e);
        return Problem.of(Status.INTERNAL_SERVER_ERROR, "The server failed. Its log says why.").response()
                .build();
    }

    private static Optional<SQLException> databaseAway(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance).map(SQLException.class::cast)
                .filter(sql -> isAway(sql.getSQLState())).findFirst();
    }

    /** Without a state it is the connection pool: no connection has come free, or could be opened, in time. */
    private static boolean isAway(String state) {
        return state == null || state.startsWith("08") // connection exception
                || state.startsWith("28") // the password was changed, and the file that holds it was not yet
                || state.startsWith("53") // too many connections, out of memory or disk
                || state.equals("55P03") // a lock that did not come free in time
                || state.equals("57014") // a statement that took too long
                || state.startsWith("57P"); // shut down, crashed or starting, or a connection that was given up
    }
}
