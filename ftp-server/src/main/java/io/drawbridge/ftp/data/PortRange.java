package io.drawbridge.ftp.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * TCP ports from the first to the last, both included.
 *
 * @param first 1 to 65535, or 0 with {@code last} 0: whichever port the system gives
 * @param last not below {@code first}
 */
public record PortRange(int first, int last) {

    public PortRange {
        if (first < 0 || last > 0xffff || first > last || (first == 0 && last != 0)) {
            throw new IllegalArgumentException("not a range of ports between 1 and 65535: " + first + "-" + last);
        }
    }

    /** Reads {@code 40000-40099}, {@code 40000} or {@code 0}. */
    public static final class FromText implements Converter<PortRange> {
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
}
