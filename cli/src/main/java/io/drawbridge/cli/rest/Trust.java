package io.drawbridge.cli.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.drawbridge.cli.outcome.Failure;

/** Whom to trust instead of the machine's own authorities. */
final class Trust {
    private Trust() {
    }

    /**
     * @param file PEM, one certificate or more
     * @throws Failure when it is none
     */
    static SSLContext in(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry(Integer.toString(count++), certificate);
            }
            if (count == 0) {
                throw Failure.usage(file + " has no certificate in it (PEM)");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw Failure.usage("cannot read " + file);
        } catch (GeneralSecurityException e) {
            throw Failure.usage(file + " is not a file of certificates (PEM)");
        }
    }
}
