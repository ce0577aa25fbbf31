package io.drawbridge.ftp.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** How HASH and its older kin sum up the bytes of a file. */
public enum HashAlgorithm {
    SHA_256("SHA-256"),
    SHA_512("SHA-512"),
    SHA_1("SHA-1"),
    MD5("MD5"),
    CRC_32("CRC32");

    private final String word;

    HashAlgorithm(String word) {
        this.word = word;
    }

    /** As in OPTS HASH; the names of the IANA registry where it has one. */
    public String word() {
        return word;
    }

    /** @param word in any case */
    public static Optional<HashAlgorithm> of(String word) {
        return Stream.of(values()).filter(algorithm -> algorithm.word.equals(word.toUpperCase(Locale.ROOT))).findFirst();
    }

    /** A sum of no bytes yet. */
    public Sum begin() {
        return switch (this) {
            case SHA_256, SHA_512, SHA_1, MD5 -> new Digest(digest());
            case CRC_32 -> new Crc(new CRC32());
        };
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(word);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A sum on its way. Not thread-safe. */
    public sealed interface Sum {

        void add(ByteBuffer bytes);

        /** Hexadecimal, in lower case. Ends it. */
        String hex();
    }

    private record Digest(MessageDigest digest) implements Sum {

        @Override
        public void add(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private record Crc(CRC32 crc) implements Sum {

        @Override
        public void add(ByteBuffer bytes) {
            crc.update(bytes);
        }

        @Override
        public String hex() {
            return HexFormat.of().toHexDigits((int) crc.getValue());
        }
    }
}
