package io.drawbridge.ftp.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCounted;
import io.quarkus.tls.BaseTlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SSLOptions;

/** Who does the work of TLS, and that it makes no difference for whose sessions are resumed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TlsContextTest {
    private static final String PASSWORD = "of the test";
    private static final int PORT = 21;
    private static final int MANY = 50;

    @TempDir
    static Path folder;
    private static Vertx vertx;
    private static Path ec;

    @BeforeAll
    static void makeKey() throws IOException, InterruptedException {
        vertx = Vertx.vertx();
        ec = keys("ec", "EC");
    }

    @AfterAll
    static void closeVertx() {
        vertx.close();
    }

    private static Path keys(String name, String... algorithms) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        for (String algorithm : algorithms) {
            Process making = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", algorithm, "-keyalg", algorithm, "-dname", "CN=localhost", "-storetype", "PKCS12",
                    "-keystore", store.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
            String said = new String(making.getInputStream().readAllBytes());
            assertThat(making.waitFor()).as(said).isZero();
        }
        return store;
    }

    /** As Quarkus reads it from the settings of an operator. */
    private static final class Configuration extends BaseTlsConfiguration {
        private final Path store;
        private final Set<String> suites;

        Configuration(Path store, String... suites) {
            this.store = store;
            this.suites = Set.of(suites);
        }

        @Override
        public KeyStore getKeyStore() {
            try {
                return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
        }

        @Override
        public SSLOptions getSSLOptions() {
            SSLOptions options = new SSLOptions();
            suites.forEach(options::addEnabledCipherSuite);
            return options;
        }
    }

    private static TlsContext context(TlsProvider provider, Resumption resumption, boolean certificates,
            Configuration configuration) throws GeneralSecurityException {
        return new TlsContext(vertx, configuration, new TlsRules(provider, TlsPolicy.ALLOWED, resumption,
                certificates, false, Duration.ofSeconds(10), Duration.ofSeconds(2)));
    }

    private static TlsContext context(TlsProvider provider, Resumption resumption) throws GeneralSecurityException {
        return context(provider, resumption, false, new Configuration(ec));
    }

    /** For which its library is in the program. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = { "amd64", "aarch64" })
    void on_Linux_it_is_BoringSSL() throws Exception {
        assertThat(context(TlsProvider.AUTO, Resumption.ALLOWED).worker()).isEqualTo("BoringSSL");
        assertThat(context(TlsProvider.AUTO, Resumption.REQUIRED, false, new Configuration(keys("rsa", "RSA"))).worker())
                .isEqualTo("BoringSSL");
    }

    @Test
    void it_is_Java_where_that_is_set_or_BoringSSL_would_do_less() throws Exception {
        assertThat(context(TlsProvider.JAVA, Resumption.ALLOWED).worker()).isEqualTo("Java, because it is set");
        assertThat(context(TlsProvider.AUTO, Resumption.ALLOWED, true, new Configuration(ec)).worker())
                .startsWith("Java, because it takes more kinds of certificates");
        assertThat(
                context(TlsProvider.AUTO, Resumption.ALLOWED, false, new Configuration(ec, "TLS_AES_256_GCM_SHA384")).worker())
                .startsWith("Java, because cipher suites are set");
        assertThat(context(TlsProvider.AUTO, Resumption.ALLOWED, false, new Configuration(keys("other", "Ed25519"))).worker())
                .startsWith("Java, because there are several keys, or one");
        assertThat(context(TlsProvider.AUTO, Resumption.ALLOWED, false, new Configuration(keys("two", "EC", "RSA"))).worker())
                .startsWith("Java, because there are several keys, or one");
    }

    /** A client, that keeps its sessions for the next connection. */
    private static final class Client {
        private final SSLContext sessions;
        private final String protocol;

        Client(String protocol) throws GeneralSecurityException {
            this.protocol = protocol;
            sessions = SSLContext.getInstance("TLS");
            sessions.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        }

        SSLEngine engine() {
            SSLEngine engine = sessions.createSSLEngine("localhost", PORT);
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] { protocol });
            return engine;
        }
    }

    /** Both ends of one. */
    private record Connection(EmbeddedChannel server, EmbeddedChannel client, SslHandler side) implements AutoCloseable {
        static Connection shakeHands(Client client, SslHandler side) {
            Connection made = new Connection(new EmbeddedChannel(side), new EmbeddedChannel(new SslHandler(client.engine())),
                    side);
            made.move();
            assertThat(side.handshakeFuture().isSuccess()).isTrue();
            return made;
        }

        /** All that is on its way, in both directions. */
        void move() {
            while (move(client, server) | move(server, client)) {
                // What has come may have been answered.
            }
        }

        private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
            boolean moved = false;
            for (Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
                to.writeInbound(bytes);
                moved = true;
            }
            return moved;
        }

        /** The server says something, as it does on each control connection: behind that the client has its tickets. */
        Connection speak() {
            server.writeOutbound(Unpooled.copiedBuffer(new byte[] { 1, 2, 3 }));
            move();
            return this;
        }

        @Override
        public void close() {
            server.finishAndReleaseAll();
            client.finishAndReleaseAll();
        }
    }

    private static Stream<Arguments> providersAndProtocols() {
        return Stream.of(TlsProvider.values()).flatMap(provider -> Stream.of("TLSv1.2", "TLSv1.3")
                .map(protocol -> Arguments.of(provider, protocol)));
    }

    @ParameterizedTest
    @MethodSource("providersAndProtocols")
    void a_data_connection_resumes_the_session_of_its_client_and_of_nobody_else(TlsProvider provider, String protocol)
            throws Exception {
        TlsContext node = context(provider, Resumption.REQUIRED);
        TlsContext mine = node.forOneClient();
        TlsContext others = node.forOneClient();
        Client me = new Client(protocol);
        Client other = new Client(protocol);
        try (Connection control = Connection.shakeHands(me, mine.forControl()).speak();
                Connection otherControl = Connection.shakeHands(other, others.forControl()).speak()) {
            for (int i = 0; i < 3; i++) {
                try (Connection data = Connection.shakeHands(me, mine.forData())) {
                    assertThat(mine.accepts(data.side)).isTrue();
                    data.speak();
                }
            }
            try (Connection strange = Connection.shakeHands(other, mine.forData())) {
                assertThat(mine.accepts(strange.side)).isFalse();
            }
            try (Connection data = Connection.shakeHands(me, mine.forData())) {
                assertThat(mine.accepts(data.side)).isTrue();
            }
            assertThat(control.server.isActive()).isTrue();
            assertThat(otherControl.server.isActive()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndProtocols")
    void nor_one_that_a_stranger_has_made_on_a_data_connection_before(TlsProvider provider, String protocol) throws Exception {
        TlsContext mine = context(provider, Resumption.REQUIRED).forOneClient();
        Client me = new Client(protocol);
        Client stranger = new Client(protocol);
        try (Connection control = Connection.shakeHands(me, mine.forControl()).speak()) {
            long then = System.currentTimeMillis();
            while (System.currentTimeMillis() == then) {
                // No data connection comes in the same millisecond: there is a login before it.
                Thread.onSpinWait();
            }
            for (int i = 0; i < 3; i++) {
                try (Connection strange = Connection.shakeHands(stranger, mine.forData())) {
                    assertThat(mine.accepts(strange.side)).isFalse();
                }
            }
            try (Connection data = Connection.shakeHands(me, mine.forData())) {
                assertThat(mine.accepts(data.side)).isTrue();
            }
            assertThat(control.server.isActive()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndProtocols")
    void where_clients_choose_they_may_resume_and_where_it_is_off_they_do_not(TlsProvider provider, String protocol)
            throws Exception {
        for (Resumption resumption : List.of(Resumption.ALLOWED, Resumption.OFF)) {
            TlsContext node = context(provider, resumption).forOneClient();
            Client me = new Client(protocol);
            try (Connection control = Connection.shakeHands(me, node.forControl()).speak();
                    Connection data = Connection.shakeHands(me, node.forData())) {
                assertThat(node.accepts(data.side)).isTrue();
                long ofControl = clientSince(control);
                long ofData = clientSince(data);
                assertThat(ofData == ofControl).isEqualTo(resumption == Resumption.ALLOWED);
            }
        }
    }

    /** A session that is resumed keeps its time. */
    private static long clientSince(Connection connection) {
        return connection.client.pipeline().get(SslHandler.class).engine().getSession().getCreationTime();
    }

    @ParameterizedTest
    @MethodSource("providersAndProtocols")
    void the_client_has_not_ended_TLS_before_it_says_so(TlsProvider provider, String protocol) throws Exception {
        TlsContext node = context(provider, Resumption.ALLOWED);
        try (Connection control = Connection.shakeHands(new Client(protocol), node.forControl()).speak()) {
            List<Object> told = new ArrayList<>();
            control.server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext channel, Object event) {
                    told.add(event);
                }
            });
            control.side.closeOutbound();
            for (int i = 0; i < 3; i++) {
                control.client.writeOutbound(Unpooled.copiedBuffer(new byte[] { 1, 2, 3 }));
                // The server's end stays on its way.
                Connection.move(control.client, control.server);
            }
            assertThat(told).isEmpty();
            control.client.pipeline().get(SslHandler.class).closeOutbound();
            Connection.move(control.client, control.server);
            assertThat(told).containsExactly(SslCloseCompletionEvent.SUCCESS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_connection_holds_is_given_back_when_it_ends(TlsProvider provider) throws Exception {
        TlsContext node = context(provider, Resumption.REQUIRED);
        List<SSLEngine> engines = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            TlsContext client = node.forOneClient();
            Client me = new Client("TLSv1.3");
            try (Connection control = Connection.shakeHands(me, client.forControl()).speak();
                    Connection data = Connection.shakeHands(me, client.forData())) {
                engines.add(control.side.engine());
                engines.add(data.side.engine());
            }
        }
        assertThat(engines).allSatisfy(engine -> {
            if (engine instanceof ReferenceCounted counted) {
                assertThat(counted.refCnt()).isZero();
            }
        });
    }
}
