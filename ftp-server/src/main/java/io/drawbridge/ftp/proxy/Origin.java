package io.drawbridge.ftp.proxy;

import java.net.InetAddress;

/** Where a connection really comes from. */
public sealed interface Origin {

    /**
     * A client.
     *
     * @param address its own, without the scope of a link-local one
     * @param reached the address to which it has connected: of this machine, or of the proxy
     * @param local the address of this machine to which it, or the proxy, has connected
     */
    record Client(InetAddress address, InetAddress reached, InetAddress local) implements Origin {
    }

    /** Nobody but the proxy, which looks whether this server is there. */
    record Check() implements Origin {
    }
}
