package io.drawbridge.ftp.command;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.protocol.FtpTime;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.UnixMode;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** SITE and what may follow it. */
@Singleton
final class SiteCommands {
    private static final Logger LOG = Logger.getLogger(SiteCommands.class);
    private static final int MAX_SESSIONS_TOLD = 100;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    /** As other servers have it: access, modification and change, of which one can be set. */
    private static final Pattern THREE_TIMES = Pattern.compile("(.+) ([0-9]{14}) ([0-9]{14}) ([0-9]{14}) UTC");
    private static final Pattern MINUTES = Pattern.compile("([0-9]{12}) (.+)");

    private final FtpConfig config;

    SiteCommands(FtpConfig config) {
        this.config = config;
    }

    Reply site(Session session, String argument) throws StorageException {
        String[] words = argument.stripLeading().split(" ", 2);
        String rest = words.length == 1 ? "" : words[1];
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "HELP" -> help();
            case "CHMOD" -> changeMode(session, rest);
            case "UTIME" -> changeTime(session, rest);
            case "IDLE" -> idle(session, rest.strip());
            case "WHO" -> who(session);
            default -> Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "SITE " + words[0] + " is not offered here");
        };
    }

    private static Reply help() {
        return new Reply(ReplyCode.HELP_MESSAGE, List.of("SITE knows:",
                " CHMOD <octal mode> <pathname>",
                " UTIME <YYYYMMDDhhmm[ss]> <pathname>",
                " UTIME <pathname> <access time> <modification time> <change time> UTC",
                " IDLE [<seconds>]",
                " WHO (your own sessions)",
                "End"));
    }

    private static Reply changeMode(Session session, String argument) throws StorageException {
        String[] modeAndPath = argument.split(" ", 2);
        Optional<Set<PosixFilePermission>> permissions = UnixMode.parse(modeAndPath[0]);
        if (permissions.isEmpty() || modeAndPath.length == 1 || modeAndPath[1].isEmpty()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "SITE CHMOD takes a mode of three octal digits, and a path");
        }
        session.account().home().change(session.directory().resolve(modeAndPath[1]), null, permissions.get());
        return Reply.of(ReplyCode.COMMAND_OKAY, "Mode changed");
    }

    private static Reply changeTime(Session session, String argument) throws StorageException {
        Matcher three = THREE_TIMES.matcher(argument);
        Matcher minutes = MINUTES.matcher(argument);
        Optional<TimeAndPath> asked = three.matches()
                ? FtpTime.parse(three.group(3)).map(time -> new TimeAndPath(time, three.group(1)))
                : minutes.matches() ? TimeAndPath.parse(minutes.group(1) + "00 " + minutes.group(2))
                        : TimeAndPath.parse(argument);
        if (asked.isEmpty()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "SITE UTIME takes a time as YYYYMMDDhhmm[ss], and a path");
        }
        Instant time = asked.get().time();
        session.account().home().change(session.directory().resolve(asked.get().path()), time, null);
        return Reply.of(ReplyCode.COMMAND_OKAY, "Time changed");
    }

    /** Clients may want less patience than the operator has, and not more. */
    private Reply idle(Session session, String seconds) {
        long most = config.idleTimeout().toSeconds();
        if (seconds.isEmpty()) {
            long now = session.idleTimeout().orElse(config.idleTimeout()).toSeconds();
            return Reply.of(ReplyCode.COMMAND_OKAY, "Idle sessions end after " + now + " s; at most " + most);
        }
        if (!SECONDS.matcher(seconds).matches() || Long.parseLong(seconds) < 1 || Long.parseLong(seconds) > most) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "SITE IDLE takes 1 to " + most + " seconds");
        }
        session.setIdleTimeout(Duration.ofSeconds(Long.parseLong(seconds)));
        return Reply.of(ReplyCode.COMMAND_OKAY, "This session ends after " + seconds + " s without a word");
    }

    /** In the whole cluster, but of the same account only: who else is here is nobody's business. */
    private static Reply who(Session session) {
        List<SessionRow> sessions;
        try {
            sessions = QuarkusTransaction.requiringNew().call(() -> SessionRow
                    .<SessionRow> find("account = ?1 order by connectedAt, id", session.account().name())
                    .page(0, MAX_SESSIONS_TOLD).list());
        } catch (RuntimeException e) {
            LOG.errorf("session=%s its account's sessions could not be looked up: %s", session.slot().id(), e);
            return Reply.of(ReplyCode.LOCAL_ERROR_IN_PROCESSING, "The list of sessions is not available now");
        }
        List<String> lines = new ArrayList<>(List.of("Sessions of " + session.account().name() + ":"));
        for (SessionRow row : sessions) {
            lines.add(" " + row.id + " from " + row.remoteAddress.getHostAddress() + " since " + row.connectedAt + " "
                    + row.state.name().toLowerCase(Locale.ROOT) + (row.id.equals(session.slot().id()) ? " (this one)" : ""));
        }
        lines.add("End");
        return new Reply(ReplyCode.SYSTEM_STATUS, lines);
    }
}
