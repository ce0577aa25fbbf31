package io.drawbridge.account;

import java.util.regex.Pattern;

/** Which names, homes and passwords there may be. */
public final class AccountRules {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}._@+-]{0,63}");
    private static final Pattern HOME = Pattern.compile(NAME + "(/" + NAME + "){0,7}");

    public static final String NAME_RULE = "1 to 64 letters, digits and . _ @ + -, the first one a letter or a digit";
    public static final String HOME_RULE = "1 to 8 folders with / between them, each of " + NAME_RULE;

    /** No minimum: some of the oldest clients and scanners have little room for a password. */
    public static final String PASSWORD_RULE = "1 to " + Passwords.MAX_LENGTH + " characters, none of them a control character";

    private AccountRules() {
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** A home never leads out of the homes directory: no folder of it begins with a dot. */
    public static boolean isHome(String home) {
        return HOME.matcher(home).matches();
    }

    /** A password with an end of line in it could not be sent by FTP. */
    public static boolean isPassword(String password) {
        return !password.isEmpty() && password.length() <= Passwords.MAX_LENGTH
                && password.chars().noneMatch(Character::isISOControl);
    }
}
