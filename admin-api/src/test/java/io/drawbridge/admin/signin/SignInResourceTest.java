package io.drawbridge.admin.signin;

import static io.drawbridge.admin.Client.PASSWORD;
import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.as;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
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
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SignInResourceTest {
    private static final String SIGN_IN = "/api/v1/sign-in";
    private static final String SIGN_OUT = "/api/v1/sign-out";
    private static final String ME = "/api/v1/me";
    private static final String LIMITS = "/api/v1/limits";
    private static final String COOKIE = "drawbridge-session";

    private final Door door;

    SignInResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void alice_is_an_operator() {
        door.reset();
        reset();
        sending("{\"name\":\"alice\",\"password\":\"open sesame\",\"role\":\"operator\"}").post("/api/v1/administrators").then()
                .statusCode(201);
    }

    @AfterEach
    void reset() {
        door.run(
                "DELETE FROM console_session; DELETE FROM administrator WHERE name <> 'admin'; DELETE FROM abuse; DELETE FROM ban");
    }

    /** As pages of the console ask. */
    private static RequestSpecification page() {
        return given().contentType("application/json").header("X-Requested-With", "XMLHttpRequest")
                .header("Sec-Fetch-Site", "same-origin");
    }

    private static ValidatableResponse signIn(String name, String password) {
        return page().body("{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password)).post(SIGN_IN).then();
    }

    private static String alice() {
        return signIn("alice", "open sesame").statusCode(204).extract().cookie(COOKIE);
    }

    private static RequestSpecification page(String session) {
        return page().cookie(COOKIE, session);
    }

    @Test
    void anybody_may_ask_how_to_sign_in() {
        given().get(SIGN_IN).then().statusCode(200).body("password", equalTo(true)).body("oidc", nullValue());
    }

    @Test
    void without_an_OpenID_provider_there_is_none_to_go_to() {
        isProblem(given().get(SIGN_IN + "/oidc").then(), 404);
        given().redirects().follow(false).get(SIGN_OUT + "/oidc").then().statusCode(303).header("Location", endsWith("/"));
        isProblem(given().cookie("q_session", "rubbish").get(ME).then(), 401);
        isProblem(given().cookie("q_session_other", "rubbish").get(ME).then(), 401);
        isProblem(given().header("Authorization", "Bearer rubbish").get(ME).then(), 401);
    }

    @Test
    void who_signs_in_is_known_by_a_cookie_until_they_sign_out() {
        String session = alice();
        assertThat(session).matches("[A-Za-z0-9_-]{43}");
        assertThat(door.text("SELECT secret_hash FROM console_session")).isNotEqualTo(session);
        page(session).get(ME).then().statusCode(200).body("name", equalTo("alice")).body("role", equalTo("operator"))
                .body("signedInUntil", notNullValue());
        page(session).body("{\"maxSessions\":7}").patch(LIMITS).then().statusCode(200).body("changedBy", equalTo("alice"));
        isProblem(page(session).get("/api/v1/administrators").then(), 403);

        page(session).post(SIGN_OUT).then().statusCode(204).header("Set-Cookie",
                allOf(startsWith(COOKIE + "=;"), containsString("Max-Age=0")));
        isProblem(page(session).get(ME).then(), 401);
        page(session).post(SIGN_OUT).then().statusCode(204);
        assertThat(door.text("SELECT count(*) FROM console_session")).isEqualTo("0");
    }

    @Test
    void no_script_and_no_other_site_gets_the_cookie() {
        signIn("alice", "open sesame").header("Set-Cookie",
                allOf(containsString("HttpOnly"), containsString("SameSite=Strict"), containsString("Path=/"),
                        not(containsString("Secure")), not(containsString("Domain"))));
        page().header("X-Forwarded-Proto", "https").body("{\"name\":\"alice\",\"password\":\"open sesame\"}").post(SIGN_IN)
                .then().statusCode(204).header("Set-Cookie", containsString("Secure"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "alice|wrong", "nobody|open sesame", "|", "al\\u0000ice|open sesame" })
    void a_wrong_name_or_password_is_no_way_in(String name, String password) {
        isProblem(signIn(name == null ? "" : name, password == null ? "" : password), 401)
                .header("Set-Cookie", nullValue()).header("WWW-Authenticate", startsWith("Bearer"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{'name':'alice'}|password", "{'password':'x'}|name",
            "{'name':'alice','password':'x','remember':true}|remember" })
    void what_breaks_a_rule_is_named(String json, String field) {
        isAbout(page().body(json.replace('\'', '"')).post(SIGN_IN).then(), field);
    }

    @Test
    void who_guesses_is_banned_and_so_is_their_session() {
        String session = alice();
        door.run("DELETE FROM access_rule; UPDATE protection SET failed_login = 10, threshold = 25");
        for (int i = 0; i < 3; i++) {
            isProblem(signIn("alice", "wrong"), 401);
        }
        isProblem(signIn("alice", "open sesame"), 429).header("Retry-After", notNullValue());
        isProblem(page(session).get(ME).then(), 429);
    }

    @Test
    void who_stays_away_or_stays_for_long_signs_in_again() {
        String session = alice();
        door.run("UPDATE console_session SET last_used_at = now() - interval '29 minutes'");
        page(session).get(ME).then().statusCode(200);
        assertThat(door.text("SELECT last_used_at > now() - interval '1 minute' FROM console_session")).isEqualTo("t");
        door.run("UPDATE console_session SET last_used_at = now() - interval '31 minutes'");
        isProblem(page(session).get(ME).then(), 401);

        String other = alice();
        assertThat(door.text("SELECT count(*) FROM console_session")).isEqualTo("1");
        door.run("UPDATE console_session SET created_at = now() - interval '481 minutes'");
        isProblem(page(other).get(ME).then(), 401);
    }

    @Test
    void who_signs_in_too_often_is_signed_out_where_it_is_longest_ago() {
        List<String> sessions = IntStream.rangeClosed(0, 20).mapToObj(i -> alice()).toList();
        isProblem(page(sessions.getFirst()).get(ME).then(), 401);
        page(sessions.get(1)).get(ME).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = { "cross-site|-|403", "same-site|-|403", "none|-|403",
            "cross-site|OWN|403", "-|http://evil.example|403", "-|null|403", "-|-|403", "-|OWN|200", "same-origin|-|200" })
    void a_browser_changes_something_only_for_pages_of_this_server(String site, String origin, int status) {
        RequestSpecification request = given().contentType("application/json").cookie(COOKIE, alice());
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            request.header("Host", "bridge.example:8080")
                    .header("Origin", origin.replace("OWN", "https://bridge.example:8080"));
        }
        assertThat(request.body("{}").patch(LIMITS).statusCode()).isEqualTo(status);
        given(request).get(ME).then().statusCode(200);
    }

    @Test
    void the_cookie_of_who_has_signed_in_at_an_OpenID_provider_proves_no_more() {
        isProblem(sending("{}").cookie("q_session", "any").patch(LIMITS).then(), 403);
    }

    @Test
    void the_password_of_a_browsers_own_dialog_is_of_no_use_to_others_either() {
        isProblem(sending("{}").header("Sec-Fetch-Site", "cross-site").patch(LIMITS).then(), 403);
        isProblem(sending("{}").header("Origin", "http://evil.example").patch(LIMITS).then(), 403);
        sending("{}").patch(LIMITS).then().statusCode(200);
    }

    @Test
    void what_else_a_request_shows_counts_before_the_cookie() {
        String session = alice();
        admin().cookie(COOKIE, session).get(ME).then().body("name", equalTo("admin")).body("signedInUntil", nullValue());
        isProblem(as("admin", "wrong").cookie(COOKIE, session).get(ME).then(), 401);
        isProblem(given().cookie(COOKIE, session).header("Authorization", "Bearer rubbish").get(ME).then(), 401);
    }

    @Test
    void a_new_password_signs_out_all_other_browsers() {
        String here = alice();
        String there = alice();
        String admins = signIn("admin", PASSWORD).extract().cookie(COOKIE);
        isAbout(page(here).body("{\"current\":\"wrong\",\"new\":\"x\"}").put(ME + "/password").then(), "current");
        isAbout(page(here).body("{\"current\":\"open sesame\",\"new\":\"\"}").put(ME + "/password").then(), "new");
        page(here).body("{\"current\":\"open sesame\",\"new\":\"close sesame\"}").put(ME + "/password").then().statusCode(204);

        page(here).get(ME).then().statusCode(200);
        page(admins).get(ME).then().statusCode(200);
        isProblem(page(there).get(ME).then(), 401);
        isProblem(signIn("alice", "open sesame"), 401);
        signIn("alice", "close sesame").statusCode(204);
        admin().get("/api/v1/audit?kind=administrator&name=alice").then().body("items[0].actor", equalTo("alice"))
                .body("items[0].after.passwordChanged", equalTo(true));
    }

    @Test
    void a_token_changes_no_password() {
        String token = as("alice", "open sesame").contentType("application/json").body("{\"name\":\"job\"}")
                .post("/api/v1/tokens").then().statusCode(201).extract().path("token");
        isProblem(given().header("Authorization", "Bearer " + token).contentType("application/json")
                .body("{\"current\":\"open sesame\",\"new\":\"x\"}").put(ME + "/password").then(), 403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{'enabled':false}", "{'password':'close sesame'}" })
    void an_admin_signs_out_whoever_gets_another_password_or_is_disabled(String json) {
        String session = alice();
        sending(json.replace('\'', '"')).patch("/api/v1/administrators/alice").then().statusCode(200);
        assertThat(door.text("SELECT count(*) FROM console_session")).isEqualTo("0");
        isProblem(page(session).get(ME).then(), 401);
    }

    @Test
    void whoever_is_deleted_is_signed_out() {
        String session = alice();
        admin().delete("/api/v1/administrators/alice").then().statusCode(204);
        isProblem(page(session).get(ME).then(), 401);
    }
}
