package io.drawbridge.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a short time which passwords were right, so that who comes often does not cost a slow hash each time. Keeps no
 * password, only a code that says nothing without a key of this process; none that was wrong; and none for another hash than
 * the
 * one that is stored. Any thread.
 */
public final class VerifiedPasswords {
    private static final String ALGORITHM = "HmacSHA256";

    private record Entry(String hash, byte[] code, Instant until) {
    }

    private final SecretKeySpec key;
    private final Duration age;
    private final int most;
    private final InstantSource clock;
    /** By name, that which was verified longest ago first. */
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

    /**
     * @param age how long after it was verified a password is remembered; nothing is when it is zero
     * @param most names that are remembered at the same time
     */
    public VerifiedPasswords(Duration age, int most) {
        this(age, most, InstantSource.system());
    }

    VerifiedPasswords(Duration age, int most, InstantSource clock) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        this.age = age;
        this.most = most;
        this.clock = clock;
    }

    /** @param hash that is stored now; null when nobody has that name. Another one than at the time makes it forget. */
    public boolean contains(String name, String password, String hash) {
        Entry entry = current(name, hash);
        return entry != null && MessageDigest.isEqual(entry.code, code(name, password, hash));
    }

    private synchronized Entry current(String name, String hash) {
        Entry entry = entries.get(name);
        if (entry != null && (!entry.hash.equals(hash) || entry.until.isBefore(clock.instant()))) {
            entries.remove(name);
            return null;
        }
        return entry;
    }

    /** It has just been compared with the hash, and was right. */
    public void add(String name, String password, String hash) {
        if (age.isZero()) {
            return;
        }
        Entry entry = new Entry(hash, code(name, password, hash), clock.instant().plus(age));
        synchronized (this) {
            entries.putLast(name, entry);
            if (entries.size() > most) {
                entries.pollFirstEntry();
            }
        }
    }

    private byte[] code(String name, String password, String hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : new String[] { name, hash, password }) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length, so that no other three have the same text.
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
