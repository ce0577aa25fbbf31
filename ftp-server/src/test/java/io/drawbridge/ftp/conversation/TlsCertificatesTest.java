package io.drawbridge.ftp.conversation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** Certificates of clients; and that all else is the same where they are asked for, and where Java does the work. */
@QuarkusTest
@TestProfile(TlsCertificatesTest.AskingForThem.class)
class TlsCertificatesTest extends TlsOptionsTest {

    public static final class AskingForThem implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new AllOn().getConfigOverrides());
            settings.put("drawbridge.ftp.tls-client-certificates", "true");
            return settings;
        }
    }

    @Test
    void who_shows_a_certificate_of_the_account_needs_no_password() throws Exception {
        Path store = data.dataDir().resolve(account + ".p12");
        TlsClient.newKey(store);
        TlsClient owner = TlsClient.owning(store);
        try (FtpProbe client = secure(owner)) {
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
        sql("UPDATE account SET certificates = ARRAY['" + TlsClient.fingerprint(store) + "'] WHERE name = '" + account + "'");
        try (FtpProbe client = secure(owner)) {
            client.send("USER " + account).expect("232").send("PWD").expect("257").send("PASS x").expect("503");
        }
        try (FtpProbe client = connectImplicitly().secure(owner)) {
            client.expect("220").send("USER " + account).expect("232").send("REIN").expect("220")
                    .send("USER " + account).expect("232");
        }
    }

    @Test
    void where_an_account_has_a_certificate_a_password_does_not_count() throws Exception {
        Path store = data.dataDir().resolve(account + ".p12");
        TlsClient.newKey(store);
        sql("UPDATE account SET certificates = ARRAY['" + TlsClient.fingerprint(store) + "'] WHERE name = '" + account + "'");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
        }
        Path other = data.dataDir().resolve(account + "-other.p12");
        TlsClient.newKey(other);
        try (FtpProbe client = secure(TlsClient.owning(other))) {
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
        }
        try (FtpProbe client = secure(TlsClient.owning(store))) {
            client.send("USER " + newAccount()).expect("331");
        }
        sql("UPDATE account SET enabled = false WHERE name = '" + account + "'");
        try (FtpProbe client = secure(TlsClient.owning(store))) {
            client.send("USER " + account).expect("331");
        }
    }

    @Test
    void a_certificate_whose_time_is_over_is_none() throws Exception {
        Path store = data.dataDir().resolve(account + ".p12");
        TlsClient.newKey(store, "-100d");
        sql("UPDATE account SET certificates = ARRAY['" + TlsClient.fingerprint(store) + "'] WHERE name = '" + account + "'");
        try (FtpProbe client = secure(TlsClient.owning(store))) {
            client.send("USER " + account).expect("331");
        }
    }

    @Test
    void a_limit_of_the_account_holds_for_those_with_a_certificate() throws Exception {
        Path store = data.dataDir().resolve(account + ".p12");
        TlsClient.newKey(store);
        sql("UPDATE account SET certificates = ARRAY['" + TlsClient.fingerprint(store) + "'] WHERE name = '" + account + "'");
        limits(null, null, 0);
        try (FtpProbe client = secure(TlsClient.owning(store))) {
            client.send("USER " + account).expect("421").expectEnd();
        }
    }
}
