package io.drawbridge.admin.conditional;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Something that a client reads, changes and writes back. */
public interface Editable {
    /** In bytes; enough that no two states of a thing have the same. */
    int TAG_LENGTH = 12;

    /** Says which state of the thing this is (RFC 9110 §8.8.3), without the quotes; of a record, all that is in it. */
    default String entityTag() {
        return tagOf(toString());
    }

    /** @param state all that makes one state differ from another */
    static String tagOf(String state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, TAG_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
