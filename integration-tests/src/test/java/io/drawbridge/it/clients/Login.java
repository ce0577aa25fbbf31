package io.drawbridge.it.clients;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import io.drawbridge.it.clients.Way.Security;

/**
 * Where a client goes, and as whom.
 *
 * @param host a name, or an address without brackets
 * @param traced whether the client is to show the commands that it sends
 */
public record Login(Way way, String host, int port, String account, String password, boolean traced) {

    /** As docs/clients.md shows it. */
    static Login example(Way way) {
        return new Login(way, "ftp.example.org", way.security() == Security.IMPLICIT ? 990 : 2121, "alice", "secret", false);
    }

    /** With the brackets that IPv6 needs before a port. */
    String bracketedHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /**
     * @param path below the root directory, not encoded; empty for the root directory, with a slash at its end for any other
     */
    String url(String scheme, String path) {
        return scheme + "://" + bracketedHost() + ":" + port + "/"
                + URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
    }

    String ifTraced(String words) {
        return traced ? words : "";
    }
}
