package io.drawbridge.admin.audit;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.sending;

import java.util.Map;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** Where nothing is changed without a reason. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@TestProfile(ReasonRequiredTest.Strict.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReasonRequiredTest {

    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.admin.reason-required", "true");
        }
    }

    @Test
    void a_change_without_a_reason_is_refused() {
        isAbout(sending("{}").patch("/api/v1/limits").then(), "reason");
        isAbout(admin().queryParam("reason", " ").delete("/api/v1/groups/partners").then(), "reason");
        sending("{}").patch("/api/v1/limits?reason=INC-7").then().statusCode(200);
        admin().get("/api/v1/limits").then().statusCode(200);
    }
}
