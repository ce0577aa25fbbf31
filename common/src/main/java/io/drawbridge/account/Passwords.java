package io.drawbridge.account;

import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.Dependent;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/**
 * Salted, slow hashes of passwords: argon2id in its PHC string form.
 *
 * <p>
 * One hash takes {@value #MEMORY_KIB} KiB and some tens of milliseconds, so no more run at once than half of
 * the processors: strangers who guess passwords wait for each other, and neither fill the memory nor slow the door. Whoever
 * injects it has
 * a queue of its own: administrators do not wait behind FTP clients.
 */
@Dependent
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    /** Long enough for every passphrase, short enough that hashing it costs no more than the rest. */
    public static final int MAX_LENGTH = 256;

    /** What the password of an unknown name is compared with, so that the answer takes as long as for a known one. */
    private static final String OF_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$TBFIkyA7xNlGa6AhAHstbA$2gNdaWO2wE0xcO73VX6FqktUbgMvY6fd1KVNlYurgnE";

    private static final String GENERATED_FROM = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int GENERATED_LENGTH = 20;

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES, Argon2.ID);
    private final Semaphore running = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
    private final SecureRandom random = new SecureRandom();

    /** @return the hash, with its salt and its costs in it */
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        running.acquireUninterruptibly();
        try {
            return Password.hash(password).addSalt(salt).with(argon2).getResult();
        } finally {
            running.release();
        }
    }

    /** @param hash of {@link #hash}; null when nobody has that name: then it takes as long and is false */
    public boolean matches(String password, String hash) {
        return matches(password, hash, () -> true);
    }

    /**
     * @param hash of {@link #hash}; null when nobody has that name: then it takes as long and is false
     * @param isWanted asked when it is this password's turn: whether anybody still waits for the answer; if not, it is false
     */
    public boolean matches(String password, String hash, BooleanSupplier isWanted) {
        return matches(password, hash, isWanted, () -> {
        });
    }

    /**
     * @param hash of {@link #hash}; null when nobody has that name: then it takes as long and is false
     * @param isWanted asked when it is this password's turn: whether anybody still waits for the answer; if not, it is false
     * @param whenRight called before it is the turn of the next one, if it is true
     */
    public boolean matches(String password, String hash, BooleanSupplier isWanted, Runnable whenRight) {
        if (password.length() > MAX_LENGTH) {
            return false;
        }
        String expected = hash == null ? OF_NOBODY : hash;
        running.acquireUninterruptibly();
        try {
            boolean right = isWanted.getAsBoolean()
                    && Password.check(password, expected).with(Argon2Function.getInstanceFromHash(expected))
                    && hash != null;
            if (right) {
                whenRight.run();
            }
            return right;
        } finally {
            running.release();
        }
    }

    /** @return a new password of letters and digits that no one mistakes for each other, of about 115 bits */
    public String generate() {
        return random.ints(GENERATED_LENGTH, 0, GENERATED_FROM.length()).map(GENERATED_FROM::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
