package io.drawbridge.ftp.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.spi.Converter;

import io.drawbridge.reply.Language;

/** The tag of a language of the catalogue. */
public final class LanguageTag implements Converter<Language> {
    private static final long serialVersionUID = 1;

    @Override
    public Language convert(String text) {
        return Stream.of(Language.values()).filter(language -> language.tag().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is none of "
                        + Stream.of(Language.values()).map(Language::tag).collect(Collectors.joining(", "))));
    }
}
