package io.drawbridge.ftp.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A name as operators may write it in a limit rule or a maintenance window. */
public final class ListenerName implements Converter<String> {
    private static final long serialVersionUID = 1;

    @Override
    public String convert(String text) {
        if (!text.matches("[a-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a name: 1 to 64 of a to z, 0 to 9 and -");
        }
        return text;
    }
}
