package io.drawbridge.ftp.accesslog;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import io.drawbridge.ftp.protocol.Verb;
import io.vertx.core.json.JsonObject;

/**
 * Something that was done with a file, or was begun and has ended before its end.
 *
 * @param at when it ended
 * @param took from its beginning, with the wait for the data connection; zero for what is no transfer
 * @param path of the file, as the client sees it
 * @param to the new path, of RNTO; null otherwise
 * @param bytes that went over the data connection; 0 for what is no transfer
 * @param lines whether it was in TYPE A
 * @param cause why it is not complete, in a word; null when it is
 */
public record Access(Instant at, Duration took, UUID session, InetAddress address, String account, Verb verb, String path,
        String to, long bytes, boolean lines, String cause) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy", Locale.ENGLISH);
    /** What xferlog knows: into this server, out of it, deleted. */
    private static final Map<Verb, Character> DIRECTIONS = new EnumMap<>(Map.of(Verb.STOR, 'i', Verb.STOU, 'i', Verb.APPE, 'i',
            Verb.RETR, 'o', Verb.DELE, 'd'));
    /** Programs that read it cut it at spaces. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{C}\\p{Z}]");

    /** Whether xferlog has a word for it. */
    boolean isInXferlog() {
        return DIRECTIONS.containsKey(verb);
    }

    /**
     * A line of xferlog(5), without its end: time, seconds, address, bytes, file, type, {@code _} for no compression of
     * ours, direction, {@code r} for one with an account, account, service, no RFC 1413 ({@code 0 *}), whether complete.
     * Seconds are at least 1, as in every xferlog: readers divide by them.
     */
    String xferlog(ZoneId zone) {
        return TIME.format(at.atZone(zone)) + ' ' + Math.max(1, took.toSeconds()) + ' ' + address.getHostAddress() + ' ' + bytes
                + ' ' + word(path) + ' ' + (lines ? 'a' : 'b') + " _ " + DIRECTIONS.get(verb) + " r " + word(account)
                + " ftp 0 * " + (cause == null ? 'c' : 'i');
    }

    private static String word(String text) {
        return UNSAFE.matcher(text).replaceAll("_");
    }

    /** With names as they are: JSON has words for all characters. */
    String json(String node) {
        JsonObject line = new JsonObject().put("at", at.toString()).put("node", node).put("session", session.toString())
                .put("address", address.getHostAddress()).put("account", account).put("verb", verb.name()).put("path", path);
        if (to != null) {
            line.put("to", to);
        }
        if (isTransfer()) {
            line.put("bytes", bytes).put("seconds", took.toMillis() / 1000.0).put("type", lines ? "A" : "I");
        }
        line.put("complete", cause == null);
        if (cause != null) {
            line.put("cause", cause);
        }
        return line.encode();
    }

    private boolean isTransfer() {
        return isInXferlog() && verb != Verb.DELE;
    }
}
