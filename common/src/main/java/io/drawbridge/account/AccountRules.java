package io.drawbridge.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names, homes and passwords there may be. */
public final class AccountRules {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}._@+-]{0,63}");
    private static final Pattern HOME = Pattern.compile(NAME + "(/" + NAME + "){0,7}");

    /** With colons as {@code openssl x509 -fingerprint} prints it. */
    private static final Pattern FINGERPRINT = Pattern.compile("\\p{XDigit}{64}|\\p{XDigit}{2}(:\\p{XDigit}{2}){31}");

    public static final String NAME_RULE = "1 to 64 letters, digits and . _ @ + -, the first one a letter or a digit";
    public static final String HOME_RULE = "1 to 8 folders with / between them, each of " + NAME_RULE;

    /** No minimum: some of the oldest clients and scanners have little room for a password. */
    public static final String PASSWORD_RULE = "1 to " + Passwords.MAX_LENGTH + " characters, none of them a control character";

    /** Of a home: eight folders and what stands between them. */
    public static final int MAX_HOME = 8 * 64 + 7;

    public static final int MAX_CERTIFICATES = 10;
    public static final String CERTIFICATES_RULE = "0 to " + MAX_CERTIFICATES
            + " SHA-256 fingerprints, each of 64 hexadecimal digits, with or without colons between each two";

    private AccountRules() {
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** A home never leads out of the homes directory: no folder of it begins with a dot. */
    public static boolean isHome(String home) {
        return HOME.matcher(home).matches();
    }

    /** @return empty when it is none; else in small digits without colons, as {@code certificates} of an account has it */
    public static Optional<String> fingerprint(String text) {
        return FINGERPRINT.matcher(text).matches() ? Optional.of(text.replace(":", "").toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** A password with an end of line in it could not be sent by FTP. */
    public static boolean isPassword(String password) {
        return !password.isEmpty() && password.length() <= Passwords.MAX_LENGTH
                && password.chars().noneMatch(Character::isISOControl);
    }
}
