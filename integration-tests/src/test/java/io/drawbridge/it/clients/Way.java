package io.drawbridge.it.clients;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a client comes to the server, and its data. */
public record Way(Security security, Mode mode, Family family) {
    public enum Security {
        PLAIN("plain"),
        /** RFC 4217: AUTH TLS on the FTP port. */
        EXPLICIT("explicit TLS"),
        /** TLS from the first byte on, on a port of its own. */
        IMPLICIT("implicit TLS");

        private final String words;

        Security(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public enum Mode {
        PASSIVE,
        ACTIVE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Family {
        IPV4("IPv4", "127.0.0.1"),
        IPV6("IPv6", "::1");

        private final String words;
        private final String loopback;

        Family(String words, String loopback) {
            this.words = words;
            this.loopback = loopback;
        }

        /** This machine's own address. */
        public String loopback() {
            return loopback;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public static final Way PLAINEST = new Way(Security.PLAIN, Mode.PASSIVE, Family.IPV4);

    /** All twelve, the plainest first. */
    public static List<Way> all() {
        return Stream.of(Security.values()).flatMap(security -> Stream.of(Mode.values())
                .flatMap(mode -> Stream.of(Family.values()).map(family -> new Way(security, mode, family)))).toList();
    }

    public boolean isActive() {
        return mode == Mode.ACTIVE;
    }

    @Override
    public String toString() {
        return security + ", " + mode + ", " + family;
    }
}
