package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A certificate whose private key the client has, and whose time is now.
 *
 * @param fingerprint its SHA-256, in 64 small hexadecimal digits
 */
public record ClientCertificate(String fingerprint) {

    /** @return empty when the client has shown none, or one that is too early or too late */
    static Optional<ClientCertificate> shownTo(SSLEngine engine) {
        try {
            X509Certificate shown = (X509Certificate) engine.getSession().getPeerCertificates()[0];
            shown.checkValidity();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
            return Optional.of(new ClientCertificate(HexFormat.of().formatHex(digest)));
        } catch (SSLPeerUnverifiedException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
