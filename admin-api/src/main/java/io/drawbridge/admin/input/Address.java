package io.drawbridge.admin.input;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;

/** Addresses as people write them. No name is ever looked up. */
public final class Address {
    public static final String RULE = "must be an address such as 192.0.2.7 or 2001:db8::1";

    /** Without zones and brackets. */
    private static final Pattern WRITTEN = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    private Address() {
    }

    /** @return empty when it is none, also for one of IPv4 that is written as one of IPv6 (RFC 4291 §2.5.5.2) */
    public static Optional<InetAddress> parse(String text) {
        byte[] bytes = WRITTEN.matcher(text).matches() ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        if (bytes == null) {
            return Optional.empty();
        }
        InetAddress address = of(bytes);
        return text.contains(":") == address instanceof Inet6Address ? Optional.of(address) : Optional.empty();
    }

    /** @param bytes 4 or 16 */
    static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }
}
