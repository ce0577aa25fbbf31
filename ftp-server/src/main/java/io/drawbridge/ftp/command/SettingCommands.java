package io.drawbridge.ftp.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.listing.Fact;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.TransferMode;
import io.drawbridge.ftp.protocol.TransferType;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;

/** TYPE, STRU, MODE, ALLO, OPTS, LANG, CLNT. */
@Singleton
final class SettingCommands {
    private final ChecksumCommands checksums;

    SettingCommands(ChecksumCommands checksums) {
        this.checksums = checksums;
    }

    Reply type(Session session, String argument) {
        TransferType type = switch (argument.strip().toUpperCase(Locale.ROOT)) {
            case "A", "A N" -> TransferType.ASCII;
            case "I", "L 8" -> TransferType.IMAGE;
            default -> null;
        };
        if (type == null) {
            return notForThat("TYPE " + argument);
        }
        session.setType(type);
        return Reply.of(ReplyCode.COMMAND_OKAY, "Type is " + type);
    }

    Reply structure(String argument) {
        return argument.strip().equalsIgnoreCase("F") ? Reply.of(ReplyCode.COMMAND_OKAY, "Structure is file")
                : notForThat("STRU " + argument);
    }

    /** RFC 959 §3.4, and Z of draft-preston-ftpext-deflate. */
    Reply mode(Session session, String argument) {
        return switch (argument.strip().toUpperCase(Locale.ROOT)) {
            case "S" -> {
                session.setMode(TransferMode.STREAM);
                yield Reply.of(ReplyCode.COMMAND_OKAY, "Mode is stream");
            }
            case "Z" -> {
                session.setMode(TransferMode.DEFLATE);
                yield Reply.of(ReplyCode.COMMAND_OKAY, "Mode is deflate");
            }
            default -> notForThat("MODE " + argument);
        };
    }

    Reply allocate() {
        return Reply.of(ReplyCode.COMMAND_SUPERFLUOUS, "No room need be reserved here");
    }

    Reply options(Session session, String argument) {
        String[] words = argument.strip().toUpperCase(Locale.ROOT).split(" +", 2);
        String parameters = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            // UTF-8 is all there is (RFC 2640): agreeing to it changes nothing, and it cannot be left.
            case "UTF8", "UTF-8" -> parameters.equals("OFF") ? notForThat("OPTS UTF8 OFF")
                    : Reply.of(ReplyCode.COMMAND_OKAY, "UTF-8 it is, always");
            case "MLST" -> chooseFacts(session, parameters);
            case "HASH" -> checksums.choose(session, parameters);
            default -> Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "No options for " + words[0]);
        };
    }

    /** RFC 3659 §7.9: what is asked for and known is told from now on; the rest is passed over. */
    private static Reply chooseFacts(Session session, String parameters) {
        Set<Fact> facts = Stream.of(parameters.split(";")).flatMap(word -> Fact.of(word).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fact.class)));
        session.setFacts(facts);
        return Reply.of(ReplyCode.COMMAND_OKAY,
                "MLST OPTS " + facts.stream().map(fact -> fact.word() + ";").collect(Collectors.joining()));
    }

    /** RFC 2640 §4.1: without an argument, the language is that of the beginning. */
    Reply language(Session session, String argument) {
        String tag = argument.strip().toLowerCase(Locale.ROOT);
        if (tag.isEmpty()) {
            session.resetLanguage();
        } else {
            Optional<Language> language = Stream.of(Language.values())
                    .filter(one -> tag.equals(one.tag()) || tag.startsWith(one.tag() + "-")).findFirst();
            if (language.isEmpty()) {
                return notForThat("LANG " + argument);
            }
            session.setLanguage(language.get());
        }
        return Reply.of(ReplyCode.COMMAND_OKAY, "The language is " + session.language().tag());
    }

    Reply client() {
        return Reply.of(ReplyCode.COMMAND_OKAY, "Noted");
    }

    private static Reply notForThat(String command) {
        return Reply.of(ReplyCode.PARAMETER_NOT_IMPLEMENTED, command + " is not offered here");
    }
}
