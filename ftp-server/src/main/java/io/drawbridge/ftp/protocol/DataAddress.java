package io.drawbridge.ftp.protocol;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a data connection is to be made, as the replies to PASV and EPSV and the arguments of PORT and EPRT write it. */
public final class DataAddress {
    /** As RFC 2428 §2 numbers the network protocols. */
    public static final String IPV4 = "1";
    public static final String IPV6 = "2";

    private static final Pattern PORT = Pattern
            .compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
    /** Any printable character may stand between the fields (RFC 2428 §2). */
    private static final Pattern EXTENDED_PORT = Pattern.compile("([!-~])(\\d{1,5})\\1([0-9A-Fa-f.:]{2,45})\\1(\\d{1,5})\\1");
    private static final Pattern IPV4_ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int MAX_PORT = 0xffff;

    private DataAddress() {
    }

    /** {@code (h1,h2,h3,h4,p1,p2)}, RFC 959 §4.1.2. */
    public static String passive(Inet4Address address, int port) {
        return "(" + address.getHostAddress().replace('.', ',') + "," + (port >> 8) + "," + (port & 0xff) + ")";
    }

    /** {@code (|||port|)}, RFC 2428 §3. */
    public static String extendedPassive(int port) {
        return "(|||" + port + "|)";
    }

    /**
     * @param argument of PORT: {@code h1,h2,h3,h4,p1,p2}, RFC 959 §4.1.2
     * @return resolved, with any port; empty when it is not of this form
     */
    public static Optional<InetSocketAddress> ofPort(String argument) {
        Matcher matcher = PORT.matcher(argument.strip());
        return octets(matcher).map(octets -> new InetSocketAddress(
                address(octets[0], octets[1], octets[2], octets[3]), (octets[4] & 0xff) << 8 | octets[5] & 0xff));
    }

    /**
     * @param argument of EPRT
     * @return the number of its network protocol; empty when it is not of the form that {@link #ofExtendedPort} reads
     */
    public static Optional<String> protocolOfExtendedPort(String argument) {
        Matcher matcher = EXTENDED_PORT.matcher(argument.strip());
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /**
     * @param argument of EPRT: {@code |1|192.0.2.7|port|} or {@code |2|2001:db8::7|port|}, RFC 2428 §2
     * @return resolved, with any port; empty when it is not of this form
     */
    public static Optional<InetSocketAddress> ofExtendedPort(String argument) {
        Matcher matcher = EXTENDED_PORT.matcher(argument.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > MAX_PORT) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(4));
        Optional<InetAddress> address = switch (matcher.group(2)) {
            case IPV4 -> octets(IPV4_ADDRESS.matcher(matcher.group(3))).map(DataAddress::address);
            case IPV6 -> ipv6(matcher.group(3));
            default -> Optional.empty();
        };
        return address.map(known -> new InetSocketAddress(known, port));
    }

    /** All groups, each 0 to 255; empty when one is more, or nothing matches. */
    private static Optional<byte[]> octets(Matcher matcher) {
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] octets = new byte[matcher.groupCount()];
        for (int i = 0; i < octets.length; i++) {
            int octet = Integer.parseInt(matcher.group(i + 1));
            if (octet > 0xff) {
                return Optional.empty();
            }
            octets[i] = (byte) octet;
        }
        return Optional.of(octets);
    }

    private static Optional<InetAddress> ipv6(String text) {
        // With a colon it is read as an address or refused; a name would be asked for.
        if (text.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            // An IPv4 address that is mapped into IPv6 is one of IPv4: EPRT has another number for it.
            return Optional.of(InetAddress.getByName(text)).filter(Inet6Address.class::isInstance);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static InetAddress address(byte... octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
