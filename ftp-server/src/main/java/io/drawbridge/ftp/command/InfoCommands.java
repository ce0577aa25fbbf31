package io.drawbridge.ftp.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.admission.Activity;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.listing.Fact;
import io.drawbridge.ftp.protocol.HashAlgorithm;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;

/** SYST, CSID, NOOP, HELP, FEAT and STAT without a path. */
@Singleton
final class InfoCommands {
    private static final int VERBS_A_LINE = 8;

    private final SecurityCommands security;
    private final boolean tellsOfExtendedPassive;

    InfoCommands(SecurityCommands security, FtpConfig config) {
        this.security = security;
        this.tellsOfExtendedPassive = config.extendedPassive();
    }

    Reply system() {
        return Reply.of(ReplyCode.SYSTEM_TYPE, "UNIX Type: L8");
    }

    /** What the client says of itself in it changes nothing; and of ourselves we say no version. */
    Reply identify() {
        return Reply.of(ReplyCode.COMMAND_OKAY, "Name=Drawbridge; CaseSensitive=1; DirSep=/;");
    }

    Reply nothing() {
        return Reply.of(ReplyCode.COMMAND_OKAY, "Okay");
    }

    Reply help(String argument) {
        if (!argument.isBlank()) {
            return Verb.of(argument.strip())
                    .map(verb -> Reply.of(ReplyCode.HELP_MESSAGE, "Syntax: " + verb.syntax() + " (" + verb.source()
                            + (verb.isOffered() ? ")" : "; not offered here)")))
                    .orElseGet(() -> Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, "Unknown command " + argument));
        }
        List<String> lines = new ArrayList<>(List.of("Commands (* is not offered here):"));
        Verb[] verbs = Verb.values();
        for (int i = 0; i < verbs.length; i += VERBS_A_LINE) {
            lines.add(Stream.of(verbs).skip(i).limit(VERBS_A_LINE)
                    .map(verb -> String.format(" %-8s", verb + (verb.isOffered() ? "" : "*")))
                    .collect(Collectors.joining()));
        }
        lines.add("HELP <command> tells more");
        return new Reply(ReplyCode.HELP_MESSAGE, lines);
    }

    /** RFC 2389 §3.2; the facts that are on are starred, RFC 3659 §7.8. */
    Reply features(Session session) {
        List<String> lines = new ArrayList<>(List.of("Features:"));
        Stream.of(Verb.values()).filter(verb -> verb != Verb.EPSV || tellsOfExtendedPassive)
                .flatMap(verb -> verb.feature().stream()).forEach(feature -> lines.add(" " + feature));
        lines.add(" HASH " + starred(HashAlgorithm.values(), session.hash(), HashAlgorithm::word));
        lines.add(
                " LANG " + starred(Language.values(), session.language(), language -> language.tag().toUpperCase(Locale.ROOT)));
        security.features().forEach(feature -> lines.add(" " + feature));
        lines.add(" MLST " + facts(session.facts()));
        lines.add(" TVFS");
        lines.add(" UTF8");
        lines.add("End");
        return new Reply(ReplyCode.SYSTEM_STATUS, lines);
    }

    /** The one that is chosen has a star: RFC 2640 §4.3, draft-bryan-ftpext-hash. */
    private static <T> String starred(T[] all, T chosen, Function<T, String> word) {
        return Stream.of(all).map(one -> word.apply(one) + (one == chosen ? "*" : "")).collect(Collectors.joining(";"));
    }

    private static String facts(Set<Fact> chosen) {
        return Stream.of(Fact.values()).map(fact -> fact.word() + (chosen.contains(fact) ? "*;" : ";"))
                .collect(Collectors.joining());
    }

    Reply status(Session session) {
        Activity activity = session.activity();
        return new Reply(ReplyCode.SYSTEM_STATUS, List.of("Drawbridge",
                " Connected from " + session.slot().address().getHostAddress() + " since " + session.slot().connectedAt(),
                " Logged in as " + session.account().name() + ", type " + session.type() + ", directory "
                        + session.directory(),
                session.transfer().isPresent() ? " A transfer is running"
                        : session.isWorking() ? " A command is at work" : " No transfer is running",
                " " + activity.bytesReceived() + " bytes received, " + activity.bytesSent() + " bytes sent",
                "End of status"));
    }
}
