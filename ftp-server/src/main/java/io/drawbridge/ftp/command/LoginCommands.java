package io.drawbridge.ftp.command;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.account.Account;
import io.drawbridge.ftp.account.Accounts;
import io.drawbridge.ftp.account.VirtualHost;
import io.drawbridge.ftp.account.VirtualHosts;
import io.drawbridge.ftp.admission.Offence;
import io.drawbridge.ftp.admission.Refusal;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.ftp.metrics.LoginResult;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.session.Login;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;

/** HOST, USER, PASS, ACCT, REIN, QUIT. */
@Singleton
final class LoginCommands {
    private static final Logger LOG = Logger.getLogger(LoginCommands.class);

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}]");
    private static final int MAX_LOGGED = 64;

    private final Accounts accounts;
    private final VirtualHosts hosts;
    private final SecurityCommands security;
    private final DoorCounters counters;
    private final FtpConfig config;

    LoginCommands(Accounts accounts, VirtualHosts hosts, SecurityCommands security, DoorCounters counters,
            FtpConfig config) {
        this.accounts = accounts;
        this.hosts = hosts;
        this.security = security;
        this.counters = counters;
        this.config = config;
    }

    /** RFC 7151 §3. */
    Reply host(Session session, String name) {
        if (!(session.login() instanceof Login.None)) {
            return Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "HOST comes before USER");
        }
        Optional<Refusal> away = session.slot().refusalWhileDatabaseIsAway();
        if (away.isPresent()) {
            return Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, away.get().words());
        }
        Optional<VirtualHost> host;
        try {
            host = hosts.named(name);
        } catch (RuntimeException e) {
            LOG.errorf("session=%s host=%s could not be looked up: %s", session.slot().id(), loggable(name), e);
            return Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, session.slot().refuseForDatabase().words());
        }
        if (host.isEmpty()) {
            // No offence: lftp names whatever it was told to connect to, at each login.
            return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "There is no host " + name + " here");
        }
        return session.slot().callOn(host.get().name()).join()
                .map(no -> Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, no.words()))
                .orElseGet(() -> Reply.of(ReplyCode.SERVICE_READY, host.get().greeting()));
    }

    /**
     * Asks for a password, whether or not there is such a user (RFC 2577 §7); a certificate that the account names is a login.
     */
    Reply user(Session session, String name) {
        if (session.isLoggedIn()) {
            return Reply.of(ReplyCode.NOT_LOGGED_IN, "Logged in already; REIN first to be someone else");
        }
        Optional<Reply> inClear = security.refusalOfLogin(session);
        if (inClear.isPresent()) {
            return inClear.get();
        }
        session.setLogin(new Login.Named(name));
        Reply askedForPassword = Reply.of(ReplyCode.NEED_PASSWORD, "Password, please");
        return session.certificate().map(shown -> logIn(session, name, ReplyCode.USER_LOGGED_IN_BY_SECURITY_DATA,
                known -> known ? accounts.identifyAsKnown(name, shown.fingerprint())
                        : accounts.identify(name, shown.fingerprint()),
                () -> askedForPassword, () -> askedForPassword)).orElse(askedForPassword);
    }

    Reply pass(Session session, String password) {
        return switch (session.login()) {
            case Login.None none -> Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "USER comes first");
            case Login.In in -> Reply.of(ReplyCode.BAD_SEQUENCE_OF_COMMANDS, "Logged in already");
            case Login.Named named -> logIn(session, named.user(), ReplyCode.USER_LOGGED_IN,
                    known -> known ? accounts.authenticateAsKnown(named.user(), password, session::isClientThere)
                            : accounts.authenticate(named.user(), password, session::isClientThere),
                    () -> failed(session, named.user()),
                    // No offence of its address: who knows the password does not guess.
                    () -> incorrect(session, session.loginFailed()));
        };
    }

    /** By which it is shown whose session it is. */
    private interface Proof {
        /** @param known whether the database is not to be asked */
        Optional<Account> ofAccount(boolean known) throws StorageException;
    }

    /**
     * @param otherwise what is said without that proof
     * @param notNow what is said, with that proof, to one who may not log in from there or any more: to a stranger the same
     */
    private Reply logIn(Session session, String user, ReplyCode in, Proof proof, Supplier<Reply> otherwise,
            Supplier<Reply> notNow) {
        Instant begunAt = Instant.now();
        Reply reply = answer(session, user, in, proof, otherwise, notNow);
        session.trace().login(begunAt, reply.code().code(),
                session.login() instanceof Login.In now ? Optional.of(now.account().name()) : Optional.empty());
        return reply;
    }

    private Reply answer(Session session, String user, ReplyCode in, Proof proof, Supplier<Reply> otherwise,
            Supplier<Reply> notNow) {
        Optional<Refusal> unavailable = session.slot().refusalWhileDatabaseIsAway();
        if (unavailable.isPresent()) {
            counters.login(LoginResult.UNAVAILABLE);
            return Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, unavailable.get().words());
        }
        Optional<Account> account;
        try {
            account = proof.ofAccount(session.slot().goesByWhatIsKnown());
        } catch (StorageException e) {
            counters.login(LoginResult.UNAVAILABLE);
            LOG.errorf("session=%s account=%s home cannot be used: %s", session.slot().id(), loggable(user), e.getCause());
            return Reply.of(ReplyCode.NOT_LOGGED_IN, "Your home directory is not available");
        } catch (RuntimeException e) {
            counters.login(LoginResult.UNAVAILABLE);
            LOG.errorf("session=%s account=%s could not be looked up: %s", session.slot().id(), loggable(user), e);
            return Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, session.slot().refuseForDatabase().words());
        }
        if (account.isEmpty()) {
            return otherwise.get();
        }
        InetAddress address = session.slot().address();
        Optional<String> notAllowed = account.get().refusal(address, Instant.now());
        if (notAllowed.isPresent()) {
            counters.login(LoginResult.NOT_ALLOWED);
            LOG.infof("session=%s address=%s account=%s login refused why=%s", session.slot().id(), address.getHostAddress(),
                    loggable(user), notAllowed.get());
            return notNow.get();
        }
        Optional<Reply> inClear = security.refusalOfLogin(session, account.get());
        if (inClear.isPresent()) {
            counters.login(LoginResult.NEEDS_TLS);
            session.setLogin(new Login.None());
            return inClear.get();
        }
        CompletableFuture<Optional<Refusal>> counted = session.slot().logIn(account.get().name());
        Optional<Refusal> refusal = counted.join();
        if (refusal.isPresent()) {
            counters.login(LoginResult.REFUSED);
            return Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, refusal.get().words());
        }
        counters.login(LoginResult.LOGGED_IN);
        session.setLogin(new Login.In(account.get()));
        LOG.infof("session=%s address=%s account=%s logged in", session.slot().id(),
                session.slot().address().getHostAddress(), loggable(user));
        return Reply.of(in, "Logged in");
    }

    private Reply failed(Session session, String user) {
        int failures = session.loginFailed();
        counters.login(LoginResult.INCORRECT);
        session.slot().offend(Offence.FAILED_LOGIN);
        LOG.infof("session=%s address=%s account=%s login failed failures=%d", session.slot().id(),
                session.slot().address().getHostAddress(), loggable(user), failures);
        return incorrect(session, failures);
    }

    private Reply incorrect(Session session, int failures) {
        session.delay(config.failedLoginDelay());
        return failures < config.maxFailedLogins() ? Reply.of(ReplyCode.NOT_LOGGED_IN, "Login incorrect")
                : Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, "Too many failed logins");
    }

    /** A name as a stranger sent it, so that it stays in its line of the log. */
    private static String loggable(String user) {
        String printable = UNPRINTABLE.matcher(user).replaceAll("?");
        return printable.length() <= MAX_LOGGED ? printable : printable.substring(0, MAX_LOGGED) + "...";
    }

    /** RFC 959 §5.4: an account is asked for nowhere here. */
    Reply account() {
        return Reply.of(ReplyCode.COMMAND_SUPERFLUOUS, "No account is needed here");
    }

    /** RFC 959 §4.1.1: as after the greeting, on the same connection and in the same place. */
    Reply reinitialize(Session session) {
        session.reinitialize();
        return session.slot().disclaim().map(no -> Reply.of(ReplyCode.SERVICE_NOT_AVAILABLE, no.words()))
                .orElseGet(() -> Reply.of(ReplyCode.SERVICE_READY, "Ready for a new user"));
    }

    Reply quit() {
        return Reply.of(ReplyCode.SERVICE_CLOSING, "Goodbye");
    }
}
