package io.drawbridge.admin.tokens;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.as;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.AfterEach;
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
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TokensResourceTest {
    private static final String TOKENS = "/api/v1/tokens";
    private static final String LIMITS = "/api/v1/limits";

    private final Door door;

    TokensResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    @AfterEach
    void reset() {
        door.reset();
        door.run("DELETE FROM api_token; DELETE FROM administrator WHERE name <> 'admin'");
    }

    private static String make(String json) {
        return sending(json.replace('\'', '"')).post(TOKENS).then().statusCode(201).extract().path("token");
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    @Test
    void a_token_is_shown_once_and_stands_for_its_owner() {
        String token = sending("{\"name\":\"job\",\"role\":\"operator\"}").post(TOKENS).then().statusCode(201)
                .header("Location", endsWith(TOKENS + "/job")).body("owner", equalTo("admin")).body("expiresAt", nullValue())
                .extract().path("token");
        assertThat(token).matches("dbt_[A-Za-z0-9_-]{43}");

        with(token).get("/api/v1/me").then().statusCode(200).body("name", equalTo("admin")).body("role", equalTo("operator"));
        with(token).body("{\"maxSessions\":5}").patch(LIMITS).then().statusCode(200).body("changedBy", equalTo("admin"));
        isProblem(with(token).get("/api/v1/administrators").then(), 403);
        String list = admin().get(TOKENS).then().body("items.name", contains("job"))
                .body("items[0].lastUsedAt", notNullValue()).extract().asString();
        assertThat(list).doesNotContain("dbt_", "\"token\"");
        assertThat(door.text("SELECT secret_hash FROM api_token")).isNotEqualTo(token).doesNotContain("dbt_");
    }

    @ParameterizedTest
    @ValueSource(strings = { "dbt_wrong", "", "x", "dbt_\0" })
    void what_is_no_token_is_no_login(String token) {
        isProblem(with(token).get(LIMITS).then(), 401);
    }

    @Test
    void a_token_is_of_no_use_when_it_has_expired_or_is_deleted() {
        String token = make("{'name':'job','expiresAt':'2999-01-01T00:00:00+07:00'}");
        with(token).get(LIMITS).then().statusCode(200);
        door.run("UPDATE api_token SET expires_at = now() - interval '1 s'");
        isProblem(with(token).get(LIMITS).then(), 401);

        String other = make("{'name':'other'}");
        admin().delete(TOKENS + "/other").then().statusCode(204);
        isProblem(with(other).get(LIMITS).then(), 401);
        isProblem(admin().get(TOKENS + "/other").then(), 404);
    }

    @Test
    void it_may_do_no_more_than_its_owner_may_now() {
        sending("{\"name\":\"alice\",\"password\":\"open sesame\",\"role\":\"operator\"}").post("/api/v1/administrators").then()
                .statusCode(201);
        RequestSpecification alice = as("alice", "open sesame").contentType("application/json");
        isAbout(given(alice).body("{\"name\":\"job\",\"role\":\"admin\"}").post(TOKENS).then(), "role");
        String token = given(alice).body("{\"name\":\"job\",\"role\":\"operator\"}").post(TOKENS).then().statusCode(201)
                .extract()
                .path("token");
        with(token).body("{}").patch(LIMITS).then().statusCode(200);
        sending("{\"role\":\"viewer\"}").patch("/api/v1/administrators/alice").then().statusCode(200);
        isProblem(with(token).body("{}").patch(LIMITS).then(), 403);
        sending("{\"enabled\":false}").patch("/api/v1/administrators/alice").then().statusCode(200);
        isProblem(with(token).get(LIMITS).then(), 401);
        admin().delete("/api/v1/administrators/alice").then().statusCode(204);
        assertThat(door.text("SELECT count(*) FROM api_token")).isEqualTo("0");
    }

    @Test
    void of_the_tokens_of_others_only_an_admin_hears() {
        make("{'name':'job'}");
        sending("{\"name\":\"alice\",\"password\":\"open sesame\"}").post("/api/v1/administrators").then().statusCode(201);
        as("alice", "open sesame").get(TOKENS).then().body("total", equalTo(0));
        isProblem(as("alice", "open sesame").get(TOKENS + "/job").then(), 404);
        isProblem(as("alice", "open sesame").delete(TOKENS + "/job").then(), 404);
    }

    @Test
    void a_token_makes_no_tokens() {
        String token = make("{'name':'job','role':'admin'}");
        isProblem(with(token).body("{\"name\":\"more\"}").post(TOKENS).then(), 403);
    }

    @Test
    void a_name_is_taken_only_once() {
        make("{'name':'job'}");
        isProblem(sending("{\"name\":\"job\"}").post(TOKENS).then(), 409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{}|name", "{'name':'A'}|name", "{'name':'a','role':'king'}|role",
            "{'name':'a','expiresAt':'soon'}|expiresAt", "{'name':'a','expiresAt':'2020-01-01T00:00:00Z'}|expiresAt",
            "{'name':'a','token':'dbt_mine'}|token" })
    void what_breaks_a_rule_is_named(String json, String field) {
        isAbout(sending(json.replace('\'', '"')).post(TOKENS).then(), field);
    }
}
