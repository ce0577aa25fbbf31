package io.drawbridge.ftp.protocol;

import java.net.Inet4Address;

/** Where a data connection is to be made, as the replies to PASV and EPSV write it. */
public final class DataAddress {
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
}
