package io.drawbridge.cli.command;

import java.util.Locale;

import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is inside. */
@Command(name = "sessions", description = "See who is inside, turn someone out.")
public final class SessionCommands {
    private static final String PATH = "/sessions";

    private final Shell shell;

    public SessionCommands(Shell shell) {
        this.shell = shell;
    }

    /** Which sessions are meant: those that are all of it. */
    static final class Filter {
        @Option(names = "--account", paramLabel = "NAME", description = "Only those of this account.")
        private String account;

        @Option(names = "--address", paramLabel = "NETWORK", description = "Only those from this address or network.")
        private String address;

        @Option(names = "--node", paramLabel = "NAME", description = "Only those on this node.")
        private String node;

        @Option(names = "--listener", paramLabel = "NAME", description = "Only those that came by this listener.")
        private String listener;

        @Option(names = "--host", paramLabel = "NAME", description = "Only those of this virtual host.")
        private String host;

        @Option(names = "--state", paramLabel = "STATE", completionCandidates = Words.States.class, description = "Only those that are connected (not logged in yet), idle or transferring.")
        private String state;

        @Option(names = "--idle", paramLabel = "DURATION", description = "Only those that have been silent for so long: "
                + Spoken.DURATION + ".")
        private String idle;

        Query query(Spoken spoken) {
            return new Query().and("account", account).and("address", address).and("node", node).and("listener", listener)
                    .and("host", host).and("state", state)
                    .and("idleSeconds", idle == null ? null : spoken.duration("--idle", idle).toSeconds());
        }
    }

    /** Who they are, and for how long. */
    static Table table(Shell shell) {
        return new Table().column("ACCOUNT", "account").whole("ADDRESS", "remoteAddress").column("NODE", "node")
                .column("STATE", "state").whole("FOR", session -> shell.ago(session.path("connectedAt")))
                .whole("IDLE", session -> shell.ago(session.path("lastActivityAt")));
    }

    /** What they have transferred, too. */
    static Table tableOfBytes(Shell shell) {
        return table(shell).whole("RECEIVED", session -> bytes(session.path("bytesReceived").asLong()))
                .whole("SENT", session -> bytes(session.path("bytesSent").asLong()));
    }

    private static String bytes(long bytes) {
        if (bytes < 10_000) {
            return Long.toString(bytes);
        }
        String[] units = { "k", "M", "G", "T", "P", "E" };
        double rest = bytes / 1000.0;
        int unit = 0;
        while (rest >= 999.5 && unit < units.length - 1) {
            rest /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, rest < 10 ? "%.1f%s" : "%.0f%s", rest, units[unit]);
    }

    @Command(name = "ls", description = "List the sessions.")
    void ls(@Mixin Filter filter,
            @Option(names = "--sort", paramLabel = "FIELD", description = "connectedAt (default) or lastActivityAt; with a - before it the last ones first.") String sort,
            @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 500 (default: 100).") String limit,
            @Option(names = "--after", paramLabel = "NEXT", description = "Go on behind a page, as its last line says.") String after) {
        Answer page = shell.api().get(PATH + filter.query(shell.spoken()).and("sort", sort).and("limit", limit)
                .and("after", after));
        shell.list(page, table(shell).whole("ID", "id"));
        shell.noteNext(page);
    }

    @Command(name = "kick", description = { "End a session, or all that match.",
            "Says how many that are, and asks, before it ends more than the one that is named." })
    void kick(@Parameters(paramLabel = "ID", arity = "0..1", description = "Of the session.") String id, @Mixin Filter filter,
            @Option(names = "--all", description = "All sessions, where nothing else says which.") boolean all,
            @Option(names = "--preview", description = "Only say how many that would be.") boolean preview,
            @Option(names = { "-y", "--yes" }, description = "Do not ask.") boolean yes, @Mixin Why why) {
        Query which = filter.query(shell.spoken());
        boolean isFiltered = !which.toString().isEmpty();
        if (id != null) {
            if (isFiltered || all || preview) {
                throw Failure.usage("an ID says which session is meant: nothing else can");
            }
            shell.done(shell.api().delete(PATH + "/" + Query.encoded(id) + why.query()), "ended 1 session");
            return;
        }
        if (!isFiltered && !all) {
            throw Failure.usage("say which sessions are meant: an ID, a filter such as --account, or --all");
        }
        String path = PATH + which.and("all", all ? true : null);
        long meant = 0;
        if (preview || !yes) {
            Answer counted = shell.api().delete(path + "&preview=true");
            meant = counted.json().path("matched").asLong();
            if (preview || meant == 0) {
                shell.done(counted, sessions(meant) + (preview ? " would be ended" : " match"));
                return;
            }
            shell.confirm("End " + sessions(meant) + "?");
        }
        Answer ended = shell.api().delete(path + why.query().toString().replace('?', '&'));
        shell.done(ended, "ended " + sessions(ended.json().path("ended").asLong()));
    }

    private static String sessions(long count) {
        return count == 1 ? "1 session" : count + " sessions";
    }
}
