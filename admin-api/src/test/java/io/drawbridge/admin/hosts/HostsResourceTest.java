package io.drawbridge.admin.hosts;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class HostsResourceTest {
    private static final String HOSTS = "/api/v1/hosts";

    private final Door door;

    HostsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void a_host_comes_and_goes() {
        admin().get(HOSTS).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
        sending("{\"name\":\"FTP.Example.org\"}").post(HOSTS).then().statusCode(201).body("name", equalTo("ftp.example.org"))
                .header("Location", endsWith(HOSTS + "/ftp.example.org"));
        isProblem(sending("{\"name\":\"ftp.example.org\"}").post(HOSTS).then(), 409);
        admin().get(HOSTS).then().body("items.name", contains("ftp.example.org"));
        admin().get(HOSTS + "/ftp.example.org").then().statusCode(200);

        admin().delete(HOSTS + "/ftp.example.org").then().statusCode(204);
        isProblem(admin().delete(HOSTS + "/ftp.example.org").then(), 404);
        isProblem(admin().get(HOSTS + "/a%00b").then(), 404);
    }

    @Test
    void a_host_that_a_rule_names_stays() {
        sending("{\"name\":\"ftp.example.org\"}").post(HOSTS).then().statusCode(201);
        sending("{\"name\":\"x\",\"scope\":\"host\",\"subject\":\"ftp.example.org\",\"maxSessions\":5}")
                .post("/api/v1/limits/rules")
                .then().statusCode(201);
        isProblem(admin().delete(HOSTS + "/ftp.example.org").then(), 409);
        admin().delete("/api/v1/limits/rules/x").then().statusCode(204);
        admin().delete(HOSTS + "/ftp.example.org").then().statusCode(204);
    }

    @Test
    void a_host_has_a_banner_of_one_line() {
        sending("{\"name\":\"a.example\"}").post(HOSTS).then().statusCode(201).body("banner", equalTo(""));
        sending("{\"name\":\"b.example\",\"banner\":\"Files of Example: ไฟล์\"}").post(HOSTS).then().statusCode(201)
                .body("banner", equalTo("Files of Example: ไฟล์"));
        sending("{\"banner\":\"Other words\"}").patch(HOSTS + "/b.example").then().statusCode(200)
                .body("name", equalTo("b.example")).body("banner", equalTo("Other words"));
        sending("{}").patch(HOSTS + "/b.example").then().statusCode(200).body("banner", equalTo("Other words"));
        admin().get(HOSTS).then().body("items.banner", contains("", "Other words"));
        isProblem(sending("{\"banner\":\"x\"}").patch(HOSTS + "/c.example").then(), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\\nb", "a\\r\\n220 b", "a\\u0000b", "a\\u2028b", "a\\u007fb" })
    void a_banner_never_has_another_line(String banner) {
        sending("{\"name\":\"a.example\"}").post(HOSTS).then().statusCode(201);
        isAbout(sending("{\"banner\":\"" + banner + "\"}").patch(HOSTS + "/a.example").then(), "banner");
        isAbout(sending("{\"name\":\"b.example\",\"banner\":\"" + banner + "\"}").post(HOSTS).then(), "banner");
    }

    @Test
    void a_banner_is_a_string_of_at_most_400_characters() {
        sending("{\"name\":\"a.example\",\"banner\":\"" + "ก".repeat(400) + "\"}").post(HOSTS).then().statusCode(201);
        isAbout(sending("{\"banner\":\"" + "x".repeat(401) + "\"}").patch(HOSTS + "/a.example").then(), "banner");
        isAbout(sending("{\"banner\":null}").patch(HOSTS + "/a.example").then(), "banner");
    }

    @ParameterizedTest
    @CsvSource({ "''", "a b", "-a", "a-", "a..b", ".", "a.", "ftp_1", "ftp.example.org:21" })
    void a_host_is_a_dns_name(String name) {
        isAbout(sending("{\"name\":\"" + name + "\"}").post(HOSTS).then(), "name");
    }

    @Test
    void a_dns_name_has_a_greatest_length() {
        isAbout(sending("{\"name\":\"" + "a".repeat(64) + "\"}").post(HOSTS).then(), "name");
        isAbout(sending("{\"name\":\"" + "a.".repeat(127) + "\"}").post(HOSTS).then(), "name");
        sending("{\"name\":\"" + "a.".repeat(126) + "a\"}").post(HOSTS).then().statusCode(201);
    }
}
