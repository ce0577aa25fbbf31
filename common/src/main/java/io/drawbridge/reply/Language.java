package io.drawbridge.reply;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.stream.Stream;

/** A language the catalogue speaks. */
public enum Language {
    ENGLISH("en"),
    THAI("th");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The BCP 47 tag, as in Content-Language. */
    public String tag() {
        return tag;
    }

    public Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /**
     * The language a client likes best (RFC 9110 §12.5.4).
     *
     * @param acceptLanguage the value of an Accept-Language field; null if there was none
     * @return never null; {@link #ENGLISH} if the client names no language of ours, or the field is malformed
     */
    public static Language preferred(String acceptLanguage) {
        var ranges = ranges(acceptLanguage);
        return ranges.stream()
                .filter(range -> range.getWeight() > 0)
                .flatMap(range -> meantBy(range, ranges))
                .findFirst().orElse(ENGLISH);
    }

    /** By falling weight; empty when there are none, or they are malformed. */
    private static List<LanguageRange> ranges(String acceptLanguage) {
        try {
            return acceptLanguage == null ? List.of() : LanguageRange.parse(acceptLanguage);
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }

    private static Stream<Language> meantBy(LanguageRange range, List<LanguageRange> all) {
        var languages = EnumSet.allOf(Language.class);
        if (range.getRange().equals("*")) {
            // RFC 2616 §14.4: "*" is for what no other range names; so "en;q=0, *" asks for anything but English.
            languages.removeIf(language -> all.stream().anyMatch(language::isNamedBy));
        } else {
            languages.removeIf(language -> !language.isNamedBy(range));
        }
        return languages.stream();
    }

    private boolean isNamedBy(LanguageRange range) {
        return range.getRange().equals(tag) || range.getRange().startsWith(tag + "-");
    }
}
