package io.drawbridge.admin.input;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.drawbridge.admin.problem.Faults;

/** The constants of an enum as they stand in JSON: in lower case. */
public final class Word {
    private Word() {
    }

    /** @return null for null */
    public static String of(Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    /** @param word of the set, as {@link #read} has found */
    public static <E extends Enum<E>> E meant(String word, Class<E> set) {
        return Enum.valueOf(set, word.toUpperCase(Locale.ROOT));
    }

    /** @param field where it stands, for the fault that it is when it is not of the set, or null; then null is returned */
    public static <E extends Enum<E>> E read(String word, Class<E> set, String field, Faults faults) {
        List<String> words = Stream.of(set.getEnumConstants()).map(Word::of).toList();
        boolean known = word != null && words.contains(word);
        faults.unless(known, field, "must be one of " + String.join(", ", words));
        return known ? meant(word, set) : null;
    }
}
