package io.drawbridge.ftp.conversation;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The first bytes of a connection that a proxy has made for a client (PROXY protocol, sections 2.1 and 2.2). */
final class ProxyHeaders {
    static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final int CLIENT_PORT = 50000;
    private static final int FTP = 21;

    private ProxyHeaders() {
    }

    static byte[] text(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] version1(String client, String reached) {
        return version1(client, CLIENT_PORT, reached);
    }

    static byte[] version1(String client, int port, String reached) {
        return text("PROXY " + (client.contains(":") ? "TCP6 " : "TCP4 ") + client + " " + reached + " " + port + " " + FTP);
    }

    /** @param fields added to it, each of a type, a length and a value */
    static byte[] version2(String client, String reached, String fields) {
        byte[] addresses = joined(bytes(client), bytes(reached),
                new byte[] { (byte) (CLIENT_PORT >> 8), (byte) CLIENT_PORT, 0, FTP });
        return version2(0x21, client.contains(":") ? 0x21 : 0x11, joined(addresses, HexFormat.of().parseHex(fields)));
    }

    /**
     * @param command with the version
     * @param family with the protocol
     */
    static byte[] version2(int command, int family, byte[] rest) {
        return joined(SIGNATURE, new byte[] { (byte) command, (byte) family, (byte) (rest.length >> 8), (byte) rest.length },
                rest);
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
