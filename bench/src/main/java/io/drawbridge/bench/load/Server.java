package io.drawbridge.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on this machine, and an account there.
 *
 * @param name as it is called in what is printed
 * @param address of loopback: a load generator that can be pointed at others is a weapon
 */
public record Server(String name, InetSocketAddress address, String user, String password) {
    private static final String ACCOUNT = "bench";
    private static final Pattern FORM = Pattern
            .compile("([\\w.-]+)=([\\w.]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})(?::([^:,]+):([^:,]+))?");

    public Server {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(name + " is not on loopback: " + address);
        }
    }

    /**
     * @param text {@code name=host:port} or {@code name=host:port:user:password}; the account is {@code bench:bench}
     *        unless given
     * @throws IllegalArgumentException in words for who has typed it
     */
    public static Server parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a server is name=host:port or name=host:port:user:password, not " + text);
        }
        boolean account = matcher.group(4) != null;
        try {
            return new Server(matcher.group(1),
                    new InetSocketAddress(InetAddress.getByName(matcher.group(2)), Integer.parseInt(matcher.group(3))),
                    account ? matcher.group(4) : ACCOUNT, account ? matcher.group(5) : ACCOUNT);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("there is no host of that name: " + text, e);
        }
    }

    /** @param list separated by commas; empty or null for none */
    public static List<Server> parseAll(String list) {
        List<Server> servers = new ArrayList<>();
        if (list != null && !list.isBlank()) {
            for (String one : list.split(",")) {
                servers.add(parse(one.strip()));
            }
        }
        return servers;
    }
}
