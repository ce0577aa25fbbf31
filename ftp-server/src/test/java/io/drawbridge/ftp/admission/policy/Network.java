package io.drawbridge.ftp.admission.policy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses.
 *
 * @param first its first address, as a number
 * @param bits of an address of its family: 32 or 128
 * @param length of the prefix, in bits
 */
record Network(BigInteger first, int bits, int length) {

    /** @param text an address with or without the length of a prefix; bits beyond that are ignored */
    static Network of(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash)).getAddress();
            int bits = address.length * 8;
            return new Network(new BigInteger(1, address), bits, bits)
                    .prefix(slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    Network prefix(int newLength) {
        return new Network(first.shiftRight(bits - newLength).shiftLeft(bits - newLength), bits, newLength);
    }

    boolean contains(Network other) {
        return bits == other.bits && length <= other.length && other.prefix(length).equals(this);
    }

    /** What counts as one address. */
    Network source() {
        return bits == 32 ? this : prefix(64);
    }

    @Override
    public String toString() {
        return bits + "-bit " + first.toString(16) + "/" + length;
    }
}
