package io.drawbridge.reply;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.Set;

/** The words of the catalogue, from replies_en.properties and replies_th.properties (UTF-8) beside this class. */
final class Texts {

    private static final Map<Language, Properties> TEXTS = new EnumMap<>(Language.class);
    static {
        for (var language : Language.values()) {
            TEXTS.put(language, load("replies_" + language.tag() + ".properties"));
        }
    }

    private Texts() {
    }

    /** @throws MissingResourceException if the language has no such key, which the catalogue's test excludes */
    static String of(Language language, String key) {
        var text = TEXTS.get(language).getProperty(key);
        if (text == null) {
            throw new MissingResourceException("No text " + key + " in " + language, Texts.class.getName(), key);
        }
        return text;
    }

    static Set<String> keys(Language language) {
        return TEXTS.get(language).stringPropertyNames();
    }

    // Not a ResourceBundle: that falls back to another language without a word, and needs its own native configuration.
    private static Properties load(String name) {
        try (var bytes = Texts.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new MissingResourceException("No resource " + name, Texts.class.getName(), name);
            }
            var texts = new Properties();
            texts.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
