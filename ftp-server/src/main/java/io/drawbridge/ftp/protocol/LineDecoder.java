package io.drawbridge.ftp.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bytes in, whole lines out. A line ends with LF, with or without CR before it; what is not ended is not a line. Telnet
 * commands (RFC 854, allowed on the control connection by RFC 959 §2.3) are taken out. Not thread-safe.
 */
public final class LineDecoder {
    /** In bytes, without the line's end. */
    public static final int MAX_LINE = 4096;

    private static final int IAC = 255;
    private static final int FIRST_NEGOTIATION = 251;
    private static final byte[] NOTHING = {};

    private enum Telnet {
        TEXT,
        COMMAND,
        OPTION
    }

    private byte[] pending = NOTHING;
    private int next;
    private ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    private boolean tooLong;
    private Telnet telnet = Telnet.TEXT;

    public void feed(byte[] bytes) {
        int rest = pending.length - next;
        if (rest == 0) {
            pending = bytes;
        } else {
            byte[] joined = new byte[rest + bytes.length];
            System.arraycopy(pending, next, joined, 0, rest);
            System.arraycopy(bytes, 0, joined, rest, bytes.length);
            pending = joined;
        }
        next = 0;
    }

    /** Bytes that were fed and not yet looked at. */
    public int backlog() {
        return pending.length - next;
    }

    /** The next line, or empty when what was fed does not end one. */
    public Optional<Input> next() {
        Optional<Input> plain = plainLine();
        if (plain.isPresent()) {
            return plain;
        }
        while (next < pending.length) {
            int octet = pending[next++] & 0xff;
            if (isTelnet(octet)) {
                continue;
            }
            if (octet == '\n') {
                return Optional.of(endLine());
            }
            if (line.size() > MAX_LINE) {
                tooLong = true;
            } else {
                line.write(octet);
            }
        }
        pending = NOTHING;
        next = 0;
        return Optional.empty();
    }

    /** One of printable ASCII that has come whole, as nearly all do; empty when the next one is another. */
    private Optional<Input> plainLine() {
        if (line.size() > 0 || tooLong || telnet != Telnet.TEXT) {
            return Optional.empty();
        }
        int end = next;
        while (end < pending.length && pending[end] >= ' ' && pending[end] <= '~') {
            end++;
        }
        int behind = end < pending.length && pending[end] == '\r' ? end + 1 : end;
        if (behind >= pending.length || pending[behind] != '\n' || end - next > MAX_LINE) {
            return Optional.empty();
        }
        String text = new String(pending, next, end - next, StandardCharsets.ISO_8859_1);
        next = behind + 1;
        return Optional.of(new Input.Line(text));
    }

    private boolean isTelnet(int octet) {
        switch (telnet) {
            case TEXT -> {
                if (octet != IAC) {
                    return false;
                }
                telnet = Telnet.COMMAND;
            }
            case COMMAND -> {
                telnet = octet >= FIRST_NEGOTIATION && octet != IAC ? Telnet.OPTION : Telnet.TEXT;
                // IAC IAC is the byte 255 itself, which no UTF-8 text has: the line will be refused.
                return octet != IAC;
            }
            case OPTION -> telnet = Telnet.TEXT;
        }
        return true;
    }

    private Input endLine() {
        byte[] bytes = line.toByteArray();
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        boolean isTooLong = tooLong || length > MAX_LINE;
        tooLong = false;
        // An idle session keeps no buffer.
        line = new ByteArrayOutputStream(0);
        return isTooLong ? Input.Fault.TOO_LONG : text(bytes, length);
    }

    private static Input text(byte[] bytes, int length) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
            return text.chars().anyMatch(Character::isISOControl) ? Input.Fault.NOT_TEXT : new Input.Line(text);
        } catch (CharacterCodingException e) {
            return Input.Fault.NOT_TEXT;
        }
    }
}
