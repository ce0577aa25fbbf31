package io.drawbridge.admin.maintenance;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Network;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.MaintenanceWindowRow;
import io.drawbridge.database.MaintenanceWindowRow.Mode;
import io.drawbridge.database.MaintenanceWindowRow.Scope;
import io.drawbridge.maintenance.Occurrence;
import io.drawbridge.maintenance.Recurrence;
import io.drawbridge.maintenance.Template;
import io.drawbridge.reply.Language;

/**
 * A window as an administrator sets it: what the fields mean is in their descriptions. Not null: name, scope, mode, startsAt,
 * timeZone, reason, and what is a list or an object.
 */
// @formatter:off
public record Window(
        @Schema(required = true, pattern = Name.PATTERN, description = "It does not change.", examples = "weekly")
        String name,
        @Schema(required = true, enumeration = { "cluster", "listener", "host", "group", "node" }, description = "Whom it is for.")
        String scope,
        @Schema(nullable = true, maxLength = 255, description = "The listener, host, group or node; null for the cluster.", examples = "ftp-0")
        String subject,
        @Schema(required = true, enumeration = { "announce", "refuse", "drain", "disconnect" },
                description = "announce: those inside read of it. refuse: newcomers are turned away. drain: those inside go too, as"
                        + " soon as they have no transfer. disconnect: they go at once.")
        String mode,
        @Schema(nullable = true, format = "date-time", description = "When it first opens; null: now.", examples = "2026-11-29T03:00:00Z")
        String startsAt,
        @Schema(format = "date-time", nullable = true, examples = "2026-11-29T04:00:00Z",
                description = "When it first ends; null: when it is deleted. Needed with a recurrence.")
        String endsAt,
        @Schema(nullable = true, maxLength = Recurrence.MAX_LENGTH, examples = "FREQ=WEEKLY;BYDAY=SU",
                description = "A recurrence rule of RFC 5545 that gives at most one time in an hour; null: it opens once.")
        String recurrence,
        @Schema(nullable = true, defaultValue = "UTC", maxLength = 64, description = "Of the IANA, for the recurrence.", examples = "Asia/Bangkok")
        String timeZone,
        @Schema(nullable = true, minimum = "0", maximum = "" + Window.MAX_SECONDS,
                description = "drain: how long transfers may go on, from its start; null: to its end.")
        Integer drainSeconds,
        @Schema(nullable = true, maxLength = Template.MAX_LENGTH, defaultValue = "", examples = "new disks", description = "On one line.")
        String reason,
        @Schema(nullable = true, description = "What clients read, by language (en, th): {reason}, {until} and {retryAfter} are filled in. Without it"
                + " they read the reason.", examples = "{\"en\":\"Closed for {reason} until {until}\"}")
        Map<String, String> messages,
        @Schema(nullable = true, minimum = "0", maximum = "" + Window.MAX_SECONDS,
                description = "When to come back, in seconds; null: when it ends.")
        Integer retryAfterSeconds,
        @Schema(nullable = true, maxItems = Window.MAX_EXEMPT, description = "Networks that it is not for.", examples = "[\"192.0.2.0/24\"]")
        List<String> exemptNetworks,
        @Schema(nullable = true, maxItems = Window.MAX_EXEMPT, description = "Accounts that it is not for.", examples = "[\"alice\"]")
        List<String> exemptAccounts) {
    // @formatter:on
    /** A week. */
    static final int MAX_SECONDS = 7 * 24 * 60 * 60;
    static final int MAX_EXEMPT = 100;

    /** The name of the flag, which stands beside the windows wherever they are told of. */
    private static final String OF_THE_FLAG = "maintenance";
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    public Window {
        startsAt = startsAt == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString() : startsAt;
        timeZone = timeZone == null ? "UTC" : timeZone;
        reason = reason == null ? "" : reason;
        messages = messages == null ? Map.of() : messages;
        Faults faults = new Faults();
        faults.unless(Name.isChosen(name), "name", Name.RULE)
                .unless(!OF_THE_FLAG.equals(name), "name", "must not be " + OF_THE_FLAG + ", which is the flag's");
        checkSubject(Word.read(scope, Scope.class, "scope", faults), subject, faults);
        Word.read(mode, Mode.class, "mode", faults);
        checkTimes(startsAt, endsAt, recurrence, timeZone, faults);
        checkSeconds(drainSeconds, "drainSeconds", faults);
        checkSeconds(retryAfterSeconds, "retryAfterSeconds", faults);
        checkLine(reason, "reason", faults);
        checkMessages(messages, faults);
        exemptNetworks = Network.canonical(exemptNetworks, MAX_EXEMPT, "exemptNetworks", faults);
        exemptAccounts = Name.accounts(exemptAccounts, MAX_EXEMPT, "exemptAccounts", faults);
        faults.raise();
        messages = Map.copyOf(messages);
    }

    /** @param messages of the row, read */
    static Window of(MaintenanceWindowRow row, Map<String, String> messages) {
        return new Window(row.name, Word.of(row.scope), row.subject, Word.of(row.mode), row.startsAt.toString(),
                row.endsAt == null ? null : row.endsAt.toString(), row.recurrence, row.timeZone, row.drainSeconds, row.reason,
                messages, row.retryAfterSeconds, row.exemptNetworks, row.exemptAccounts);
    }

    private static void checkSubject(Scope scope, String subject, Faults faults) {
        if (scope == null) {
            return;
        }
        switch (scope) {
            case CLUSTER -> faults.unless(subject == null, "subject", "must be null for the cluster");
            case LISTENER -> faults.unless(Name.isChosen(subject), "subject", Name.RULE);
            case HOST -> faults.unless(Name.isHost(subject), "subject", Name.HOST_RULE);
            case GROUP -> faults.unless(Name.isChosen(subject), "subject", Name.RULE);
            case NODE -> faults.unless(Name.isNode(subject), "subject", Name.NODE_RULE);
        }
    }

    private static void checkTimes(String startsAt, String endsAt, String recurrence, String timeZone, Faults faults) {
        Instant start = moment(startsAt, "startsAt", faults);
        Instant end = endsAt == null ? null : moment(endsAt, "endsAt", faults);
        ZoneId zone = zone(timeZone, faults);
        boolean known = start != null && (end != null || endsAt == null);
        if (known && end != null && !end.isAfter(start)) {
            faults.unless(false, "endsAt", "must be after startsAt");
        } else if (recurrence != null && endsAt == null) {
            faults.unless(false, "endsAt", "must be given with a recurrence");
        } else if (recurrence != null && known && zone != null) {
            try {
                Recurrence.of(recurrence, zone).check(new Occurrence(start, end));
            } catch (IllegalArgumentException e) {
                faults.unless(false, "recurrence", e.getMessage());
            }
        }
    }

    /** @return null when it is none */
    private static Instant moment(String text, String field, Faults faults) {
        try {
            Instant moment = Instant.parse(text);
            boolean whole = moment.equals(moment.truncatedTo(ChronoUnit.SECONDS));
            boolean near = !moment.isBefore(FIRST) && moment.isBefore(LAST);
            faults.unless(whole, field, "must be in whole seconds")
                    .unless(near, field, "must be from the year 2000 to the year 2199");
            return whole && near ? moment : null;
        } catch (DateTimeParseException e) {
            faults.unless(false, field, "must be a time such as 2026-11-29T03:00:00Z (RFC 3339)");
            return null;
        }
    }

    private static ZoneId zone(String name, Faults faults) {
        try {
            if (name.equals("UTC") || ZoneId.getAvailableZoneIds().contains(name)) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException e) {
            // As if it were not among them.
        }
        faults.unless(false, "timeZone", "must be a time zone of the IANA, such as Europe/Berlin or UTC");
        return null;
    }

    private static void checkSeconds(Integer seconds, String field, Faults faults) {
        faults.unless(seconds == null || seconds >= 0 && seconds <= MAX_SECONDS, field,
                "must be from 0 to " + MAX_SECONDS + ", or null");
    }

    private static void checkMessages(Map<String, String> messages, Faults faults) {
        List<String> languages = Arrays.stream(Language.values()).map(Language::tag).toList();
        messages.forEach((language, message) -> {
            faults.unless(languages.contains(language), "messages",
                    "must have no languages but " + String.join(", ", languages));
            if (languages.contains(language)) {
                checkMessage(message, "messages." + language, faults);
            }
        });
    }

    private static void checkMessage(String message, String field, Faults faults) {
        if (message == null) {
            faults.unless(false, field, "must be a string");
            return;
        }
        checkLine(message, field, faults);
        String unknown = Template.unknownPlaceholders(message);
        faults.unless(unknown.isEmpty(), field,
                "must have no placeholders but {reason}, {until} and {retryAfter}: not " + unknown);
    }

    private static void checkLine(String words, String field, Faults faults) {
        Template.checkLine(words).ifPresent(rule -> faults.unless(false, field, rule));
    }
}
