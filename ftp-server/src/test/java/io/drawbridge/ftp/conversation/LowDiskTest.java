package io.drawbridge.ftp.conversation;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server that wants more free disk space than there can be. */
@QuarkusTest
@TestProfile(LowDiskTest.Demanding.class)
class LowDiskTest extends ConversationTest {

    public static final class Demanding implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.min-free-disk", "1000000G");
        }
    }

    @Test
    void newcomers_read_421() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("421 Busy: disk space runs low. Try again in 10 s. [R-").expectEnd();
        }
    }
}
