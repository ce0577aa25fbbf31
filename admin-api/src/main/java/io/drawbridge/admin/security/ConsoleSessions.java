package io.drawbridge.admin.security;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.ConsoleSessionRow;
import io.drawbridge.database.Role;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Knows people by the cookie that their browser got when they signed in. That it is theirs {@link SameOrigin} sees to. */
@Singleton
public class ConsoleSessions implements HttpAuthenticationMechanism, IdentityProvider<ShownCookie> {
    public static final String COOKIE = "drawbridge-session";
    /** Of one administrator; whoever signs in once more is signed out where it was longest ago. */
    static final int MAX_SESSIONS = 20;
    private static final String SESSION = "drawbridge.session";
    private static final String END = "drawbridge.session.end";
    /** A write for each request would be dear. */
    private static final int WRITES_WHILE_IDLE = 10;

    private final AdminConfig config;
    private final Administrators administrators;
    private final Guessing guessing;

    public ConsoleSessions(AdminConfig config, Administrators administrators, Guessing guessing) {
        this.config = config;
        this.administrators = administrators;
        this.guessing = guessing;
    }

    /** When whoever asks is signed out unless a request comes before; empty: not by a cookie. */
    public static Optional<Instant> endOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(END));
    }

    /** @return what the browser is to show from now on */
    @Transactional
    public String begin(AdministratorRow administrator) {
        Instant now = now();
        ConsoleSessionRow.deleteOlder(now.minus(config.sessionMax()), now.minus(config.sessionIdle()));
        List<ConsoleSessionRow> others = ConsoleSessionRow.newestOf(administrator.name);
        others.stream().skip(MAX_SESSIONS - 1).forEach(ConsoleSessionRow::delete);
        String secret = Tokens.secret();
        ConsoleSessionRow row = new ConsoleSessionRow();
        row.secretHash = Tokens.digest(secret);
        row.administrator = administrator.name;
        row.createdAt = now;
        row.lastUsedAt = now;
        row.persist();
        return secret;
    }

    /** The cookie of a browser, if it has one, is of no use any more. */
    @Transactional
    public void end(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        if (cookie != null) {
            ConsoleSessionRow.deleteById(Tokens.digest(cookie.getValue()));
        }
    }

    /**
     * Signs an administrator out everywhere but where the request comes from. To be called in the transaction that needs it.
     */
    public void endOthers(String administrator, SecurityIdentity asking) {
        String session = asking.getAttribute(SESSION);
        ConsoleSessionRow.deleteOthersOf(administrator, session == null ? "" : session);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        Cookie cookie = request.request().getCookie(COOKIE);
        if (cookie == null || request.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            return Uni.createFrom().nullItem();
        }
        return providers.authenticate(
                HttpSecurityUtils.setRoutingContextAttribute(new ShownCookie(cookie.getValue()), request));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ShownCookie.class);
    }

    @Override
    public Class<ShownCookie> getRequestType() {
        return ShownCookie.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(ShownCookie request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> {
            guessing.refuseBanned(Guessing.addressOf(request));
            // Nothing is counted: it is what every browser does when the session is over.
            return identify(request.secret()).orElseThrow(AuthenticationFailedException::new);
        });
    }

    private Optional<SecurityIdentity> identify(String secret) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = now();
            Optional<ConsoleSessionRow> row = ConsoleSessionRow.of(Tokens.digest(secret))
                    .filter(session -> end(session).isAfter(now));
            Duration exactness = config.sessionIdle().dividedBy(WRITES_WHILE_IDLE);
            row.filter(session -> session.lastUsedAt.plus(exactness).isBefore(now))
                    .ifPresent(session -> session.lastUsedAt = now);
            return row.flatMap(session -> AdministratorRow.named(session.administrator).filter(owner -> owner.enabled)
                    .map(owner -> administrators.identity(owner, Role.ADMIN).addAttribute(SESSION, session.secretHash)
                            .addAttribute(END, end(session)).build()));
        });
    }

    private Instant end(ConsoleSessionRow session) {
        Instant idle = session.lastUsedAt.plus(config.sessionIdle());
        Instant last = session.createdAt.plus(config.sessionMax());
        return idle.isBefore(last) ? idle : last;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
