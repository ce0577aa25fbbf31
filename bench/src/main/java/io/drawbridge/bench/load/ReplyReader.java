package io.drawbridge.bench.load;

import java.util.Optional;

/** Bytes in, whole replies out. Not thread-safe. */
final class ReplyReader {
    /** In bytes, of all its lines; no server says so much. */
    private static final int MAX_REPLY = 64 << 10;
    private static final int CODE = 3;

    private final StringBuilder line = new StringBuilder();
    private int read;
    /** Of a reply of several lines that has begun, with the space that stands behind it in its last one; null for none. */
    private String last;

    /**
     * @return the reply that ends with this byte
     * @throws IllegalStateException when it is no reply
     */
    Optional<Reply> next(byte octet) {
        if (++read > MAX_REPLY) {
            throw new IllegalStateException("a reply without end");
        }
        if (octet != '\n') {
            line.append((char) (octet & 0xff));
            return Optional.empty();
        }
        int length = line.length();
        String text = length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
        line.setLength(0);
        if (last == null && text.length() > CODE && text.charAt(CODE) == '-') {
            last = text.substring(0, CODE) + ' ';
            return Optional.empty();
        }
        if (last != null && !text.startsWith(last)) {
            return Optional.empty();
        }
        last = null;
        read = 0;
        if (text.length() < CODE || !text.chars().limit(CODE).allMatch(Character::isDigit)) {
            throw new IllegalStateException("no reply: " + text);
        }
        return Optional
                .of(new Reply(Integer.parseInt(text.substring(0, CODE)), text.substring(Math.min(text.length(), CODE + 1))));
    }
}
