package io.drawbridge.admin.explain;

import java.net.InetAddress;

/**
 * A client that might come.
 *
 * @param account null when it does not log in
 * @param host null when it does not name a virtual host
 * @param node where it comes; null: on a node that is not full by itself
 */
record Arrival(InetAddress address, String account, String host, String listener, String node) {
}
