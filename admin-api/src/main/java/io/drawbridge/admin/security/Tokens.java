package io.drawbridge.admin.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Tokens as programs show them. */
public final class Tokens {
    /** So that one is known for what it is where it has got lost, and is told from other bearer tokens. */
    public static final String PREFIX = "dbt_";
    private static final int RANDOM_BYTES = 32;

    private Tokens() {
    }

    public static String make() {
        return PREFIX + secret();
    }

    /** Of 256 bits, in characters that every header may have. */
    static String secret() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** By which it is found again. A fast digest is enough: nobody can try all tokens. */
    public static String digest(String token) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
