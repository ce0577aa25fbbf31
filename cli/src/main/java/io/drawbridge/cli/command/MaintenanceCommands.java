package io.drawbridge.cli.command;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import io.drawbridge.cli.time.Spoken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flag. */
@Command(name = "maintenance", description = "Close the door, and open it again.")
public final class MaintenanceCommands {
    private static final String PATH = "/maintenance";

    private final Shell shell;

    public MaintenanceCommands(Shell shell) {
        this.shell = shell;
    }

    @Command(name = "on", description = { "Close the door: newcomers read 421, those inside stay.",
            "It stays closed until 'maintenance off'; a window (maintenance windows) ends by itself." })
    void on(
            @Option(names = "--message", paramLabel = "WORDS", description = "What newcomers read, one line.") String message,
            @Option(names = "--until", paramLabel = "TIME", description = "When newcomers are told to come back: "
                    + Spoken.MOMENT + ".") String until,
            @Option(names = "--for", paramLabel = "DURATION", description = "In how long they are told to come back: "
                    + Spoken.DURATION + ".") String length,
            @Mixin Why why) {
        if (until != null && length != null) {
            throw Failure.usage("--until and --for go not together");
        }
        ObjectNode flag = Api.object().put("enabled", true);
        Shell.put(flag, "message", message);
        if (until != null) {
            long seconds = Duration.between(shell.spoken().now(), shell.spoken().next("--until", until)).toSeconds();
            if (seconds < 0) {
                throw Failure.usage("--until must be in the future");
            }
            flag.put("retryAfterSeconds", seconds);
        } else if (length != null) {
            flag.put("retryAfterSeconds", shell.spoken().duration("--for", length).toSeconds());
        }
        Answer answer = shell.api().put(PATH, why.query(), flag).after();
        shell.done(answer, "The door is closed." + reads(answer));
    }

    private static String reads(Answer answer) {
        String message = answer.json().path("message").asText();
        String seconds = Table.value(answer.json().path("retryAfterSeconds"));
        return (message.isEmpty() ? "" : " Newcomers read: " + message)
                + (seconds.isEmpty() ? "" : " (try again in " + seconds + " s)");
    }

    @Command(name = "off", description = "Open the door again. Windows that are open go on.")
    void off(@Mixin Why why) {
        shell.done(shell.api().put(PATH, why.query(), Api.object().put("enabled", false)).after(), "The door is open.");
    }

    @Command(name = "show", description = "Show whether the door is closed.")
    void show() {
        shell.show(shell.api().get(PATH));
    }

    /** Those that open and end by themselves. */
    @Command(name = "windows", description = "Maintenance that begins and ends by itself.")
    public static final class WindowCommands {
        private static final String WINDOWS = PATH + "/windows";

        private final Shell shell;

        public WindowCommands(Shell shell) {
            this.shell = shell;
        }

        @Command(name = "ls", description = "List the windows.")
        void ls() {
            shell.list(shell.api().get(WINDOWS), new Table().column("NAME", "name")
                    .column("FOR", window -> window.path("scope").asText() + " " + Table.value(window.path("subject")))
                    .column("MODE", "mode").column("OPEN", "active")
                    .whole("NEXT", window -> Shell.time(window.path("next").path(0).path("startsAt")))
                    .whole("ENDS", window -> Shell.time(window.path("next").path(0).path("endsAt")))
                    .column("RECURRENCE", "recurrence"));
        }

        @Command(name = "show", description = "Show all of a window.")
        void show(@Parameters(paramLabel = "NAME", description = "Of the window.") String name) {
            shell.show(shell.api().get(path(name)));
        }

        @Command(name = "add", description = "Make a window: of the cluster, from now on and to refuse newcomers, unless told otherwise.")
        void add(@Parameters(paramLabel = "NAME", description = "1 to 64 of a to z, 0 to 9 and -.") String name,
                @Mixin Fields fields, @Mixin Why why) {
            ObjectNode window = Api.object().put("name", name).put("scope", "cluster").put("mode", "refuse");
            fields.write(window, shell.spoken());
            shell.done(shell.api().make(WINDOWS + why.query(), window), "made " + name);
        }

        @Command(name = "set", description = "Change a window: what is given; the rest stays.")
        void set(@Parameters(paramLabel = "NAME", description = "Of the window.") String name, @Mixin Fields fields,
                @Mixin Why why) {
            ObjectNode patch = Api.object();
            fields.write(patch, shell.spoken());
            Shell.notEmpty(patch);
            shell.changed(shell.api().patch(path(name), why.query(), patch), patch);
        }

        @Command(name = "rm", description = "Delete a window; one that is open ends at once.")
        void rm(@Parameters(paramLabel = "NAME", description = "Of the window.") String name, @Mixin Why why) {
            shell.done(shell.api().delete(path(name) + why.query()), "deleted " + name);
        }

        private static String path(String name) {
            return WINDOWS + "/" + Query.encoded(name);
        }

        /** What a window has beside its name. */
        static final class Fields {
            @Option(names = "--mode", paramLabel = "MODE", description = "announce, refuse, drain or disconnect.", completionCandidates = Words.Modes.class)
            private String mode;

            @Option(names = "--scope", paramLabel = "SCOPE", description = "cluster, listener, host, group or node.", completionCandidates = Words.WindowScopes.class)
            private String scope;

            @Option(names = "--subject", paramLabel = "NAME", description = "Which listener, host, group or node.")
            private String subject;

            @Option(names = "--from", paramLabel = "TIME", description = "When it first opens: " + Spoken.MOMENT + ".")
            private String from;

            @Option(names = "--until", paramLabel = "TIME", description = "When it first ends: " + Spoken.MOMENT + "; or none.")
            private String until;

            @Option(names = "--for", paramLabel = "DURATION", description = "How long it is open, instead of --until: "
                    + Spoken.DURATION + ".")
            private String length;

            @Option(names = "--recurrence", paramLabel = "RULE", description = "Of RFC 5545, such as FREQ=WEEKLY;BYDAY=SU; or none.")
            private String recurrence;

            @Option(names = "--time-zone", paramLabel = "ZONE", description = "Of the recurrence, such as Asia/Bangkok.")
            private String zone;

            @Option(names = "--drain-for", paramLabel = "DURATION", description = "drain: how long transfers may go on; or none.")
            private String drain;

            @Option(names = "--why", paramLabel = "WORDS", description = "What {reason} stands for in messages.")
            private String words;

            @Option(names = "--message", paramLabel = "WORDS", description = "What clients read. {reason}, {until} and {retryAfter} are filled in.")
            private String message;

            @Option(names = "--message-th", paramLabel = "WORDS", description = "The same in Thai.")
            private String messageInThai;

            @Option(names = "--exempt-network", paramLabel = "NETWORK", description = "It is not for them; may be given often.")
            private List<String> exemptNetworks;

            @Option(names = "--exempt-account", paramLabel = "NAME", description = "It is not for them; may be given often.")
            private List<String> exemptAccounts;

            void write(ObjectNode window, Spoken spoken) {
                if (until != null && length != null) {
                    throw Failure.usage("--until and --for go not together");
                }
                Shell.put(window, "mode", mode);
                Shell.put(window, "scope", scope);
                Shell.put(window, "subject", subject);
                Shell.put(window, "startsAt", from == null ? null : spoken.next("--from", from).toString());
                if (length != null) {
                    window.put("endsAt", (from == null ? spoken.next("--for", "0s") : spoken.next("--from", from))
                            .plus(spoken.duration("--for", length)).toString());
                } else if (until != null) {
                    Shell.putName(window, "endsAt", "none".equals(until) ? until : spoken.next("--until", until).toString());
                }
                Shell.putName(window, "recurrence", recurrence);
                Shell.put(window, "timeZone", zone);
                if (drain != null && !"none".equals(drain)) {
                    window.put("drainSeconds", spoken.duration("--drain-for", drain).toSeconds());
                } else {
                    Shell.putName(window, "drainSeconds", drain);
                }
                Shell.put(window, "reason", words);
                if (message != null || messageInThai != null) {
                    ObjectNode messages = window.putObject("messages");
                    Shell.put(messages, "en", message);
                    Shell.put(messages, "th", messageInThai);
                }
                Shell.putAll(window, "exemptNetworks", exemptNetworks);
                Shell.putAll(window, "exemptAccounts", exemptAccounts);
            }
        }
    }
}
