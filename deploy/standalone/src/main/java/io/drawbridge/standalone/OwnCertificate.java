package io.drawbridge.standalone;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.stream.StreamSupport;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.eclipse.microprofile.config.Config;

import io.drawbridge.ftp.tls.Tls;
import io.drawbridge.program.StartFailure;

/**
 * A certificate that this machine has signed for itself: it keeps a listener from reading passwords, and cannot show who
 * the server is.
 *
 * @param certificate its file, PEM
 * @param key the file of its private key, PEM, readable by its owner only
 */
record OwnCertificate(Path certificate, Path key) {
    /** The settings of the operator's own one begin with this. */
    static final String KEY_STORE = "quarkus.tls." + Tls.CONFIGURATION + ".key-store";
    /** Nobody would renew it. */
    private static final Duration VALID = Duration.ofDays(3650);
    /** The clock of a client may be behind. */
    private static final Duration LATE = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;

    /** Whether the operator has given none. */
    static boolean isNeeded(Config config) {
        String asVariable = KEY_STORE.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false).noneMatch(
                name -> name.startsWith(KEY_STORE) || name.replaceAll("_+", "_").startsWith(asVariable));
    }

    /**
     * The one that is kept in a folder, made if there is none.
     *
     * @throws StartFailure when it cannot be made
     */
    static OwnCertificate in(Path folder) {
        OwnCertificate own = new OwnCertificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        if (!Files.exists(own.certificate)) {
            try {
                Files.createDirectories(folder);
                own.make(host());
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new StartFailure("cannot make a certificate in " + folder + ": " + e.getMessage(), e);
            }
        }
        return own;
    }

    /** In a container without a network a machine may not know its own name. */
    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void make(String host) throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, host).build();
        Instant now = Instant.now();
        X509CertificateHolder signed = new JcaX509v3CertificateBuilder(name, new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(LATE)), Date.from(now.plus(VALID)), name, pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false,
                        new GeneralNames(new GeneralName[] { new GeneralName(GeneralName.dNSName, host),
                                new GeneralName(GeneralName.dNSName, "localhost") }))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
        // Last: where it is, the key is too.
        write(certificate, "CERTIFICATE", signed.getEncoded());
    }

    /** The file is there as a whole, or not at all. */
    private static void write(Path file, String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(type, content));
        }
        Path part = Files.createTempFile(file.getParent(), "new", ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, text.toString());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
