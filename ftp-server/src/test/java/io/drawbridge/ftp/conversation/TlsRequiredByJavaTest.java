package io.drawbridge.ftp.conversation;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The same where Java does the work. */
@QuarkusTest
@TestProfile(TlsRequiredByJavaTest.StrictByJava.class)
class TlsRequiredByJavaTest extends TlsRequiredTest {

    public static final class StrictByJava implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new Strict().getConfigOverrides());
            settings.put("drawbridge.ftp.tls-provider", "java");
            return settings;
        }
    }
}
