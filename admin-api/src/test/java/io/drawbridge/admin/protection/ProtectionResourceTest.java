package io.drawbridge.admin.protection;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.sending;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtectionResourceTest {
    private static final String PROTECTION = "/api/v1/protection";

    private final Door door;

    ProtectionResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void at_first_it_is_on() {
        admin().get(PROTECTION).then().statusCode(200).body("enabled", equalTo(true)).body("threshold", equalTo(200))
                .body("halfLifeSeconds", equalTo(600)).body("banSeconds", equalTo(600)).body("maxBanSeconds", equalTo(86400))
                .body("failedLogin", equalTo(10)).body("badCommand", equalTo(2)).body("dataPortStranger", equalTo(10))
                .body("refusal", equalTo(1)).body("version", equalTo(1)).body("changedBy", equalTo("installation"));
    }

    @Test
    void what_is_not_sent_stays() {
        sending("{\"threshold\":50,\"failedLogin\":25}").patch(PROTECTION).then().statusCode(200)
                .body("threshold", equalTo(50)).body("failedLogin", equalTo(25)).body("badCommand", equalTo(2))
                .body("version", equalTo(2)).body("changedBy", equalTo("admin"));
        admin().contentType("application/merge-patch+json").body("{\"enabled\":false}").patch(PROTECTION).then()
                .statusCode(200);
        admin().get(PROTECTION).then().body("enabled", equalTo(false)).body("threshold", equalTo(50))
                .body("version", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "{\"enabled\":null}                         | enabled",
            "{\"enabled\":\"yes\"}                      | enabled",
            "{\"threshold\":0}                          | threshold",
            "{\"threshold\":1000001}                    | threshold",
            "{\"halfLifeSeconds\":0}                    | halfLifeSeconds",
            "{\"halfLifeSeconds\":604801}               | halfLifeSeconds",
            "{\"banSeconds\":0}                         | banSeconds",
            "{\"banSeconds\":86401}                     | maxBanSeconds",
            "{\"maxBanSeconds\":599}                    | maxBanSeconds",
            "{\"maxBanSeconds\":31536001}               | maxBanSeconds",
            "{\"failedLogin\":-1}                       | failedLogin",
            "{\"badCommand\":1001}                      | badCommand",
            "{\"dataPortStranger\":1.5}                 | dataPortStranger",
            "{\"refusal\":null}                         | refusal",
            "{\"version\":9}                            | version" })
    void what_breaks_a_rule_is_named_and_nothing_changes(String body, String field) {
        isAbout(sending(body).patch(PROTECTION).then(), field);
        admin().get(PROTECTION).then().body("version", equalTo(1));
    }
}
