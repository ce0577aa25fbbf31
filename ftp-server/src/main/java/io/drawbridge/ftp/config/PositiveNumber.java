package io.drawbridge.ftp.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A whole number of at least 1. */
public final class PositiveNumber implements Converter<Integer> {
    private static final long serialVersionUID = 1;

    @Override
    public Integer convert(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same as a number out of range.
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a whole number of at least 1");
    }
}
