package io.drawbridge.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands behind a command's name, {@code --name value}; where it is not there, the system property
 * {@code bench.name}, which {@code ./mvnw -Pbench -Dbench.name=value} hands on.
 */
public final class Arguments {
    private final Map<String, String> given = new HashMap<>();

    /**
     * @param flags that have no value
     * @throws IllegalArgumentException in words for who has typed them
     */
    public Arguments(List<String> words, Set<String> flags, Set<String> names) {
        List<String> rest = new ArrayList<>(words);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            String name = word.startsWith("--") ? word.substring(2) : "";
            if (flags.contains(name)) {
                given.put(name, "true");
            } else if (names.contains(name) && !rest.isEmpty()) {
                given.put(name, rest.removeFirst());
            } else {
                throw new IllegalArgumentException("what is \"" + word + "\"? There are --" + String.join(", --", flags)
                        + " and, with a value, --" + String.join(", --", names));
            }
        }
    }

    /** @param otherwise may be null */
    public String text(String name, String otherwise) {
        return given.getOrDefault(name, System.getProperty("bench." + name, otherwise));
    }

    public boolean is(String flag) {
        String text = text(flag, "false");
        return text.isEmpty() || Boolean.parseBoolean(text);
    }

    /** @throws IllegalArgumentException unless it is a whole number of these */
    public int number(String name, int otherwise, int least, int most) {
        String text = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("--" + name + " is a number of " + least + " to " + most + ", not " + text);
    }
}
