package io.drawbridge.ftp.conversation;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server that wants more free memory than there can be. */
@QuarkusTest
@TestProfile(LowHeapTest.Demanding.class)
class LowHeapTest extends ConversationTest {

    public static final class Demanding implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.min-free-heap", "1000000G");
        }
    }

    @Test
    void newcomers_read_421() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("421 Busy: memory runs low. Try again in 10 s. [R-").expectEnd();
        }
    }
}
