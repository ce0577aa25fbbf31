package io.drawbridge.ftp.config;

import org.eclipse.microprofile.config.spi.Converter;

import io.drawbridge.ftp.proxy.Network;

/** Reads {@code 192.0.2.0/24} and {@code 2001:db8::/32}, and an address as a network of one. */
public final class NetworkText implements Converter<Network> {
    private static final long serialVersionUID = 1;

    @Override
    public Network convert(String text) {
        return Network.of(text);
    }
}
