package io.drawbridge.ftp.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.drawbridge.program.StartFailure;

/**
 * The API of the Kubernetes that this pod runs in, as its service account sees it. Token and certificate are read anew for each
 * call, because Kubernetes changes them.
 *
 * @param url without a path
 * @param account folder in which Kubernetes puts {@code token} and {@code ca.crt}
 */
record KubernetesApi(URI url, Path account) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    /** @throws StartFailure outside Kubernetes */
    static KubernetesApi ofThisPod() {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new StartFailure("drawbridge.ftp.passive-address-service is for pods of Kubernetes: there is no"
                    + " KUBERNETES_SERVICE_HOST");
        }
        return new KubernetesApi(URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port), ACCOUNT);
    }

    /**
     * Blocks, for some seconds at most.
     *
     * @return what is there, as JSON
     * @throws IOException when it cannot be had, whyever
     */
    String get(String path) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trust()).connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE)
                    .header("Authorization", "Bearer " + Files.readString(account.resolve("token")).strip()).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException("the API of Kubernetes answers " + answer.statusCode() + " to GET " + path);
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private SSLContext trust() throws IOException {
        try (InputStream pem = Files.newInputStream(account.resolve("ca.crt"))) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry(Integer.toString(authorities.size()), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of Kubernetes cannot be used: " + e.getMessage(), e);
        }
    }
}
