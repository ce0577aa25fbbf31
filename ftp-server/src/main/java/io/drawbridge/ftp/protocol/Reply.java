package io.drawbridge.ftp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.drawbridge.reply.ReplyCode;

/**
 * What the server answers.
 *
 * @param code from the catalogue; 221 and 421 close the connection after they are sent (RFC 959 §4.2)
 * @param lines at least one
 */
public record Reply(ReplyCode code, List<String> lines) {
    /** The code and a space before it, CR and LF behind it, in bytes. */
    private static final int AROUND_A_LINE = 6;

    public Reply {
        lines = List.copyOf(lines);
    }

    public static Reply of(ReplyCode code, String text) {
        return new Reply(code, List.of(text));
    }

    /** The same with a line before the others. */
    public Reply after(String line) {
        List<String> more = new ArrayList<>(List.of(line));
        more.addAll(lines);
        return new Reply(code, more);
    }

    /** As bytes on the wire: RFC 959 §4.2, in UTF-8 (RFC 2640). No text can end its line early. */
    public byte[] wire() {
        byte[] plain = lines.size() == 1 ? plainWire(code.code(), lines.getFirst()) : null;
        return plain == null ? anyWire() : plain;
    }

    /** Of one line of ASCII, as nearly all are; null for another. */
    private static byte[] plainWire(int code, String line) {
        int length = line.length();
        byte[] wire = new byte[length + AROUND_A_LINE];
        wire[0] = (byte) ('0' + code / 100);
        wire[1] = (byte) ('0' + code / 10 % 10);
        wire[2] = (byte) ('0' + code % 10);
        wire[3] = ' ';
        for (int i = 0; i < length; i++) {
            char c = line.charAt(i);
            if (c < ' ' || c > '~') {
                return null;
            }
            wire[i + 4] = (byte) c;
        }
        wire[length + 4] = '\r';
        wire[length + 5] = '\n';
        return wire;
    }

    private byte[] anyWire() {
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            if (last || i == 0) {
                wire.append(code.code()).append(last ? ' ' : '-');
            } else if (startsWithDigit(lines.get(i))) {
                // "must pad the front to avoid confusion": a line between might look like the last one.
                wire.append(' ');
            }
            lines.get(i).codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(wire::appendCodePoint);
            wire.append("\r\n");
        }
        return wire.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWithDigit(String line) {
        return !line.isEmpty() && line.charAt(0) >= '0' && line.charAt(0) <= '9';
    }

    @Override
    public String toString() {
        return code.code() + " " + String.join(" / ", lines);
    }
}
