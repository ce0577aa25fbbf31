package io.drawbridge.ftp.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.drawbridge.ftp.config.ServiceName;
import io.drawbridge.program.StartFailure;

/** Against a server over HTTPS that answers as Kubernetes does, but is none. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ServiceAddressTest {
    private static final String PATH = "/api/v1/namespaces/drawbridge/services/drawbridge-ftp-1";
    private static final char[] PASSWORD = "password-of-the-store".toCharArray();

    @TempDir
    private static Path account;
    private static HttpsServer kubernetes;
    private static volatile int status;
    private static volatile String ingress;
    private static volatile String token;

    private ServiceAddress address;

    @BeforeAll
    static void start() throws Exception {
        Path store = account.resolve("store.p12");
        int made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "kubernetes", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=kubernetes", "-ext",
                "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
                .inheritIO().start().waitFor();
        assertThat(made).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Files.writeString(account.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getCertificate("kubernetes").getEncoded())
                + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        kubernetes = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kubernetes.setHttpsConfigurator(new HttpsConfigurator(tls));
        kubernetes.createContext(PATH, exchange -> {
            boolean known = ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = """
                    {"kind":"Service","apiVersion":"v1","spec":{"type":"LoadBalancer"},"status":{"loadBalancer":%s}}
                    """.formatted(ingress).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? status : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        kubernetes.start();
    }

    @AfterAll
    static void stop() {
        kubernetes.stop(0);
    }

    @BeforeEach
    void a_service_without_an_address() throws IOException {
        status = 200;
        ingress = "{}";
        newToken("first");
        address = new ServiceAddress(
                new KubernetesApi(URI.create("https://127.0.0.1:" + kubernetes.getAddress().getPort()), account),
                new ServiceName("drawbridge", "drawbridge-ftp-1"));
    }

    private static void newToken(String text) throws IOException {
        token = text;
        Files.writeString(account.resolve("token"), text + "\n");
    }

    private void isTold(String ip) throws IOException {
        address.look();
        assertThat(address.current()).get().isEqualTo(InetAddress.getByName(ip));
    }

    @Test
    void it_is_known_when_the_load_balancer_has_one() throws IOException {
        address.look();
        assertThat(address.current()).isEmpty();
        ingress = "{\"ingress\":[{\"ip\":\"2001:db8::1\"},{\"ip\":\"203.0.113.11\"}]}";
        isTold("203.0.113.11");
    }

    @Test
    void one_that_is_still_among_several_stays_and_one_that_is_not_goes() throws IOException {
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.11\"}]}";
        isTold("203.0.113.11");
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.12\"},{\"ip\":\"203.0.113.11\"}]}";
        isTold("203.0.113.11");
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.12\"}]}";
        isTold("203.0.113.12");
    }

    @Test
    void a_load_balancer_with_a_name_is_looked_up() throws IOException {
        ingress = "{\"ingress\":[{\"hostname\":\"localhost\"}]}";
        isTold("127.0.0.1");
    }

    @Test
    void what_was_known_stays_while_kubernetes_refuses_or_says_nonsense() throws IOException {
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.11\"}]}";
        isTold("203.0.113.11");
        status = 403;
        isTold("203.0.113.11");
        status = 200;
        ingress = "{\"ingress\":\"none\"}";
        isTold("203.0.113.11");
        ingress = "{\"ingress\":[";
        isTold("203.0.113.11");
        ingress = "{}";
        isTold("203.0.113.11");
    }

    @Test
    void a_token_that_was_changed_is_the_one_that_is_shown() throws IOException {
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.11\"}]}";
        isTold("203.0.113.11");
        newToken("second");
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.12\"}]}";
        isTold("203.0.113.12");
    }

    @Test
    void only_the_authority_of_the_cluster_is_trusted() throws IOException {
        ingress = "{\"ingress\":[{\"ip\":\"203.0.113.11\"}]}";
        Path own = account.resolve("ca.crt");
        String pem = Files.readString(own);
        try {
            Files.writeString(own, "");
            address.look();
            assertThat(address.current()).isEmpty();
        } finally {
            Files.writeString(own, pem);
        }
    }

    @Test
    void outside_kubernetes_it_is_said_at_the_start() {
        assertThatThrownBy(KubernetesApi::ofThisPod).isInstanceOf(StartFailure.class)
                .hasMessageContaining("drawbridge.ftp.passive-address-service is for pods of Kubernetes");
    }

    @Test
    void a_service_is_written_with_its_namespace() {
        ServiceName.Text text = new ServiceName.Text();
        assertThat(text.convert("drawbridge/drawbridge-ftp-1")).hasToString("drawbridge/drawbridge-ftp-1");
        assertThat(new String[] { "drawbridge", "a/b/c", "a/", "/b", "A/b", "a/b?c", "../b" })
                .allSatisfy(wrong -> assertThatThrownBy(() -> text.convert(wrong)).hasMessageContaining("NAMESPACE/NAME"));
    }
}
