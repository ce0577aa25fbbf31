package io.drawbridge.admin.input;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.drawbridge.admin.problem.Faults;
import io.netty.util.NetUtil;

/** Networks as people write them (RFC 4632 §3.1, RFC 4291 §2.3); an address alone is a network of one. */
public final class Network {
    public static final String RULE = "must be a network such as 192.0.2.0/24 or 2001:db8::/32";

    /** Of an address of IPv6 with a prefix. */
    public static final int MAX_LENGTH = 49;

    private static final Pattern WRITTEN = Pattern.compile("([^/]*)(?:/([0-9]{1,3}))?");

    private Network() {
    }

    /**
     * A network in the one form that PostgreSQL gives it too.
     *
     * @param text may be null, and then is
     * @param field where it stands, for the fault that it may have; then what is returned means nothing
     */
    public static String canonical(String text, String field, Faults faults) {
        if (text == null) {
            return null;
        }
        Matcher written = WRITTEN.matcher(text);
        Optional<InetAddress> base = written.matches() ? Address.parse(written.group(1)) : Optional.empty();
        if (base.isEmpty()) {
            faults.unless(false, field, RULE);
            return text;
        }
        byte[] bytes = base.get().getAddress();
        int bits = 8 * bytes.length;
        int prefix = written.group(2) == null ? bits : Integer.parseInt(written.group(2));
        if (prefix > bits) {
            faults.unless(false, field, RULE);
            return text;
        }
        byte[] masked = masked(bytes, prefix);
        String canonical = NetUtil.toAddressString(Address.of(masked)) + "/" + prefix;
        faults.unless(Arrays.equals(masked, bytes), field,
                "has bits set beyond its prefix of " + prefix + ": " + canonical + " would be a network");
        return canonical;
    }

    /**
     * A network that stands in a path, in the one form.
     *
     * @throws jakarta.ws.rs.WebApplicationException a problem of status 400: it is none
     */
    public static String inPath(String text) {
        Faults faults = new Faults();
        String canonical = canonical(text, "network", faults);
        faults.raise();
        return canonical;
    }

    /**
     * Networks in the one form, each once, in the order given.
     *
     * @param texts null for none
     */
    public static List<String> canonical(List<String> texts, int atMost, String field, Faults faults) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > atMost || texts.stream().anyMatch(Objects::isNull)) {
            faults.unless(false, field, "must be at most " + atMost + " networks such as 192.0.2.0/24 or 2001:db8::/32");
            return List.of();
        }
        return texts.stream().map(text -> canonical(text, field, faults)).distinct().toList();
    }

    /**
     * Whether it is a part of what counts as one address: an address of IPv4, a /64 of IPv6.
     *
     * @param canonical as {@link #canonical} returns it; also one with a fault
     */
    public static boolean isNarrowerThanOneAddress(String canonical) {
        Matcher written = WRITTEN.matcher(canonical);
        return written.matches() && written.group(1).contains(":") && written.group(2) != null
                && Integer.parseInt(written.group(2)) > 64;
    }

    private static byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < 8 * bytes.length; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return masked;
    }
}
