package io.drawbridge.admin.input;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.problem.Faults;

/** Which names there may be. */
public final class Name {
    public static final String RULE = "must be 1 to 64 of a to z, 0 to 9 and -";
    public static final String HOST_RULE = "must be a DNS name such as ftp.example.org";
    public static final String NODE_RULE = "must be 1 to 255 characters, none of them a space or a control character";

    /** {@link #RULE}, of the whole name. */
    public static final String PATTERN = "^[a-z0-9-]{1,64}$";

    private static final Pattern CHOSEN = Pattern.compile(PATTERN);
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NODE = Pattern.compile("[^\\s\\p{Cntrl}\\p{Cs}]{1,255}");
    private static final int MAX_HOST_LENGTH = 253;

    private Name() {
    }

    /** Whether an operator may give it to a rule, a group and the like. */
    public static boolean isChosen(String name) {
        return name != null && CHOSEN.matcher(name).matches();
    }

    /** RFC 1123 §2.1, in lower case, without the dot at the end. */
    public static boolean isHost(String name) {
        return name != null && name.length() <= MAX_HOST_LENGTH
                && List.of(name.split("\\.", -1)).stream().allMatch(label -> LABEL.matcher(label).matches());
    }

    public static boolean isNode(String name) {
        return name != null && NODE.matcher(name).matches();
    }

    /**
     * A name as it stands in a path. PostgreSQL cannot even be asked for some of what may stand there, such as %00.
     *
     * @param isName whether there can be one of that name
     * @param notFound what is thrown when there cannot
     */
    public static String inPath(String name, Predicate<String> isName, Function<String, RuntimeException> notFound) {
        if (!isName.test(name)) {
            throw notFound.apply(name);
        }
        return name;
    }

    /**
     * Names of accounts, each once, in the order given.
     *
     * @param names null for none
     */
    public static List<String> accounts(List<String> names, int atMost, String field, Faults faults) {
        if (names == null) {
            return List.of();
        }
        boolean valid = names.size() <= atMost
                && names.stream().allMatch(name -> Objects.nonNull(name) && AccountRules.isName(name));
        faults.unless(valid, field, "must be at most " + atMost + " names of accounts, each of " + AccountRules.NAME_RULE);
        return names.stream().distinct().toList();
    }
}
