package io.drawbridge.ftp.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A TCP port, 0 for any free one. */
public final class PortNumber implements Converter<Integer> {
    private static final long serialVersionUID = 1;
    private static final int MAX = 0xffff;

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The same as a number out of range.
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a port: 0 to " + MAX);
    }
}
