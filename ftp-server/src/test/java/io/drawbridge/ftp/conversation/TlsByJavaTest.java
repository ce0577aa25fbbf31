package io.drawbridge.ftp.conversation;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The same where Java does the work. */
@QuarkusTest
@TestProfile(TlsByJavaTest.ByJava.class)
class TlsByJavaTest extends TlsTest {

    public static final class ByJava implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.tls-provider", "java");
        }
    }
}
