package io.drawbridge.admin.access;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccessResourceTest {
    private static final String ACCESS = "/api/v1/access";

    private final Door door;

    AccessResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void at_first_this_machine_is_allowed() {
        admin().get(ACCESS).then().statusCode(200).body("total", equalTo(2))
                .body("items.network", contains("127.0.0.0/8", "::1/128")).body("items.access", contains("allow", "allow"))
                .body("items.changedBy", contains("installation", "installation"));
    }

    @Test
    void a_network_is_denied_and_allowed_and_forgotten() {
        sending("{\"access\":\"deny\",\"comment\":\"scanners\"}").put(ACCESS + "/192.0.2.0/24").then().statusCode(201)
                .header("Location", endsWith("/api/v1/access/192.0.2.0/24"))
                .body("network", equalTo("192.0.2.0/24")).body("access", equalTo("deny")).body("comment", equalTo("scanners"))
                .body("version", equalTo(1)).body("changedBy", equalTo("admin"));
        sending("{\"access\":\"allow\"}").put(ACCESS + "/192.0.2.0/24").then().statusCode(200)
                .body("access", equalTo("allow")).body("comment", equalTo("")).body("version", equalTo(2));
        admin().get(ACCESS + "/192.0.2.0/24").then().statusCode(200).body("access", equalTo("allow"));

        admin().delete(ACCESS + "/192.0.2.0/24").then().statusCode(204);
        isProblem(admin().get(ACCESS + "/192.0.2.0/24").then(), 404);
        isProblem(admin().delete(ACCESS + "/192.0.2.0/24").then(), 404);
    }

    @ParameterizedTest
    @CsvSource({ "192.0.2.0%2F24, 192.0.2.0/24", "192.0.2.7, 192.0.2.7/32", "2001:db8::/32, 2001:db8::/32",
            "2001:DB8:0::%2F32, 2001:db8::/32", "::/0, ::/0", "::c000:207, ::192.0.2.7/128" })
    void a_network_has_one_form_however_it_is_written(String written, String network) {
        sending("{\"access\":\"deny\"}").urlEncodingEnabled(false).put(ACCESS + "/" + written).then().statusCode(201)
                .body("network", equalTo(network));
        admin().urlEncodingEnabled(false).get(ACCESS + "/" + written).then().statusCode(200);
        admin().urlEncodingEnabled(false).delete(ACCESS + "/" + written).then().statusCode(204);
    }

    @ParameterizedTest
    @CsvSource({ "192.0.2.7/24", "192.0.2.0/33", "192.0.2/24", "localhost", "example.org/24", "::ffff:192.0.2.7", "a%00b",
            "fe80::1%25eth0" })
    void what_is_no_network_is_refused(String written) {
        isAbout(sending("{\"access\":\"deny\"}").urlEncodingEnabled(false).put(ACCESS + "/" + written).then(), "network");
        isAbout(admin().urlEncodingEnabled(false).delete(ACCESS + "/" + written).then(), "network");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "{}                                        | access",
            "{\"access\":null}                         | access",
            "{\"access\":\"ALLOW\"}                    | access",
            "{\"access\":true}                         | access",
            "{\"access\":\"deny\",\"comment\":\"a\\nb\"} | comment",
            "{\"access\":\"deny\",\"version\":1}       | version" })
    void what_breaks_a_rule_is_named_and_nothing_changes(String body, String field) {
        isAbout(sending(body).put(ACCESS + "/192.0.2.0/24").then(), field);
        isProblem(admin().get(ACCESS + "/192.0.2.0/24").then(), 404);
    }

    @Test
    void nodes_hear_of_it() throws Exception {
        try (Notices notices = new Notices()) {
            sending("{\"access\":\"deny\"}").put(ACCESS + "/192.0.2.0/24").then().statusCode(201);
            assertThat(notices.receive(1)).containsExactly(new Notice.ConfigurationChanged());
        }
    }
}
