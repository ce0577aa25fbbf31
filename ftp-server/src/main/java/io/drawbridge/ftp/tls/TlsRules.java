package io.drawbridge.ftp.tls;

import java.time.Duration;

/**
 * What operators set for TLS.
 *
 * @param provider who does the work
 * @param policy of the port where connections begin in clear
 * @param resumption of data connections
 * @param clientCertificates whether clients are asked for one
 * @param silentEnds whether an upload is whole when the client ends its data connection without close_notify
 * @param handshakeTimeout how long a client may take for its part of the handshake
 * @param lastWords how long the notice that a connection ends may take to be sent
 */
public record TlsRules(TlsProvider provider, TlsPolicy policy, Resumption resumption, boolean clientCertificates,
        boolean silentEnds,
        Duration handshakeTimeout, Duration lastWords) {
}
