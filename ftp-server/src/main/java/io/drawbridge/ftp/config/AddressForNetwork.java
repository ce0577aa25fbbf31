package io.drawbridge.ftp.config;

import java.net.Inet4Address;

import org.eclipse.microprofile.config.spi.Converter;

import io.drawbridge.ftp.proxy.Network;

/**
 * What clients of a network are told by PASV.
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
            Network network = Network.of(text.substring(0, separator));
            if (!(network.base() instanceof Inet4Address)) {
                throw new IllegalArgumentException("\"" + text + "\" is for clients of IPv6, whom PASV tells no address");
            }
            return new AddressForNetwork(network, text.substring(separator + 1).strip());
        }
    }
}
