package io.drawbridge.ftp.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.spi.Converter;

import io.drawbridge.ftp.data.PortRange;

/** Reads {@code 40000-40099}, {@code 40000} or {@code 0}. */
public final class PortRangeText implements Converter<PortRange> {
    private static final long serialVersionUID = 1;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    @Override
    public PortRange convert(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a range of ports such as 40000-40099");
        }
        int first = Integer.parseInt(matcher.group(1));
        return new PortRange(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }
}
