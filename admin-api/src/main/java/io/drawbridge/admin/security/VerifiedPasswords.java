package io.drawbridge.admin.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a short time which passwords were right, so that a client that asks often does not cost a slow hash each
 * time. Keeps no password, only a code that says nothing without a key of this process; and none that was wrong.
 */
final class VerifiedPasswords {
    private static final Duration MAX_AGE = Duration.ofSeconds(60);
    private static final int MAX_ENTRIES = 100;
    private static final String ALGORITHM = "HmacSHA256";

    private record Entry(String hash, Instant until) {
    }

    private final SecretKeySpec key;
    private final InstantSource clock;
    /** By code, oldest first. */
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

    VerifiedPasswords() {
        this(InstantSource.system());
    }

    VerifiedPasswords(InstantSource clock) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        this.clock = clock;
    }

    /** @param hash that is stored now; null when nobody has that name. Another one than at the time makes it forget. */
    synchronized boolean contains(String name, String password, String hash) {
        String code = code(name, password);
        Entry entry = entries.get(code);
        if (entry == null) {
            return false;
        }
        if (!entry.hash.equals(hash) || entry.until.isBefore(clock.instant())) {
            entries.remove(code);
            return false;
        }
        return true;
    }

    synchronized void add(String name, String password, String hash) {
        entries.putLast(code(name, password), new Entry(hash, clock.instant().plus(MAX_AGE)));
        if (entries.size() > MAX_ENTRIES) {
            entries.pollFirstEntry();
        }
    }

    private String code(String name, String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // No administrator has a colon in the name, so no other pair that is right has this text.
            return HexFormat.of().formatHex(mac.doFinal((name + ":" + password).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
