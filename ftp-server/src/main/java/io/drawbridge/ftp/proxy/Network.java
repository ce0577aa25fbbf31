package io.drawbridge.ftp.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;

/**
 * A network of addresses (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param base with no bit set beyond the prefix
 * @param prefix how many of the first bits all its addresses have in common: 0 to 32, for IPv6 to 128
 */
public record Network(InetAddress base, int prefix) {
    private static final Pattern TEXT = Pattern.compile("([^/]*)(?:/([0-9]{1,3}))?");

    /**
     * @param text such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}; an address alone is a network of one
     * @throws IllegalArgumentException it is none, or has bits set beyond its prefix
     */
    public static Network of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        byte[] bytes = matcher.matches() ? NetUtil.createByteArrayFromIpAddressString(matcher.group(1)) : null;
        if (bytes == null) {
            throw new IllegalArgumentException("\"" + text + "\" is not a network such as 192.0.2.0/24 or 2001:db8::/32");
        }
        int bits = bytes.length * Byte.SIZE;
        int prefix = matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
        if (prefix > bits) {
            throw new IllegalArgumentException("\"" + text + "\" has a prefix of more than " + bits + " bits");
        }
        for (int bit = prefix; bit < bits; bit++) {
            if (isSet(bytes, bit)) {
                throw new IllegalArgumentException("\"" + text + "\" has bits set beyond its prefix of " + prefix);
            }
        }
        InetAddress base = address(bytes);
        return new Network(base, prefix - bits + base.getAddress().length * Byte.SIZE);
    }

    /** @param bytes 4 or 16 of them; an IPv4 address that is written as one of IPv6 is one of IPv4 */
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (isSet(own, bit) != isSet(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] bytes, int bit) {
        return (bytes[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0;
    }
}
