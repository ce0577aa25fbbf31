package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The client's side of TLS: trusts any certificate, and keeps its sessions for the next connection. */
final class TlsClient {
    static final String STORE_PASSWORD = "of the test";
    /** By which the client finds its session again; the port that is really connected to does not matter. */
    private static final int SAME_PORT = 21;

    private final SSLContext context;
    private final String protocol;

    TlsClient() {
        this("TLSv1.3");
    }

    TlsClient(String protocol) {
        this(protocol, new KeyManager[0]);
    }

    private TlsClient(String protocol, KeyManager[] keys) {
        this.protocol = protocol;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] { new TrustAll() }, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that shows the certificate of a {@linkplain #newKey store}. */
    static TlsClient owning(Path store) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray()), STORE_PASSWORD.toCharArray());
        return new TlsClient("TLSv1.3", keys.getKeyManagers());
    }

    /** With the handshake still to be made. Closing it closes the socket. */
    SSLSocket over(Socket socket) throws IOException {
        return over(socket, true);
    }

    /** With the handshake still to be made. The socket outlives it. */
    SSLSocket overShared(Socket socket) throws IOException {
        return over(socket, false);
    }

    private SSLSocket over(Socket socket, boolean close) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(new SamePort(socket), "localhost", SAME_PORT,
                close);
        secured.setEnabledProtocols(new String[] { protocol });
        return secured;
    }

    /** Makes a key and a certificate, in place of what is there. */
    static void newKey(Path store) throws IOException {
        newKey(store, "-1d");
    }

    /** @param begin from when on it is valid for 90 days, as keytool has it */
    static void newKey(Path store, String begin) throws IOException {
        Files.deleteIfExists(store);
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process making = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "ftp", "-keyalg", "EC",
                "-groupname", "secp256r1", "-startdate", begin, "-dname", "CN=localhost", "-storetype", "PKCS12", "-keystore",
                store.toString(),
                "-storepass", STORE_PASSWORD).redirectErrorStream(true).start();
        String said = new String(making.getInputStream().readAllBytes());
        try {
            assertThat(making.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** As accounts name it. */
    static String fingerprint(Path store) throws IOException, GeneralSecurityException {
        byte[] certificate = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray()).getCertificate("ftp")
                .getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    }

    /** A connection of which the client's TLS believes that it goes to the same port as all others. */
    private static final class SamePort extends Socket {
        private final Socket socket;

        SamePort(Socket socket) {
            this.socket = socket;
        }

        @Override
        public int getPort() {
            return SAME_PORT;
        }

        @Override
        public InetAddress getInetAddress() {
            return socket.getInetAddress();
        }

        @Override
        public boolean isConnected() {
            return socket.isConnected();
        }

        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            socket.setSoTimeout(millis);
        }

        @Override
        public int getSoTimeout() throws SocketException {
            return socket.getSoTimeout();
        }

        @Override
        public void setSoLinger(boolean on, int seconds) throws SocketException {
            socket.setSoLinger(on, seconds);
        }

        @Override
        public int getSoLinger() throws SocketException {
            return socket.getSoLinger();
        }

        @Override
        public void shutdownInput() throws IOException {
            socket.shutdownInput();
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public boolean isInputShutdown() {
            return socket.isInputShutdown();
        }

        @Override
        public boolean isOutputShutdown() {
            return socket.isOutputShutdown();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("a server asked");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Made for the test.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
