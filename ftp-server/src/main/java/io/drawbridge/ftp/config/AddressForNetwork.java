package io.drawbridge.ftp.config;

import org.eclipse.microprofile.config.spi.Converter;

import io.drawbridge.ftp.proxy.Network;

/**
 * What clients of a network are told.
 *
 * @param address an IPv4 address, or a name that has one
 */
public record AddressForNetwork(Network network, String address) {

    /** Reads {@code 10.0.0.0/8=10.1.2.3}. */
    public static final class Text implements Converter<AddressForNetwork> {
        private static final long serialVersionUID = 1;

        @Override
        public AddressForNetwork convert(String text) {
            int separator = text.indexOf('=');
            if (separator < 0 || separator == text.length() - 1) {
                throw new IllegalArgumentException("\"" + text + "\" is not NETWORK=ADDRESS, such as 10.0.0.0/8=10.1.2.3");
            }
            return new AddressForNetwork(Network.of(text.substring(0, separator)), text.substring(separator + 1).strip());
        }
    }
}
