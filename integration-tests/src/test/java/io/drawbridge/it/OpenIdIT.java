package io.drawbridge.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.drawbridge.postgres.LocalPostgres;
import io.restassured.specification.RequestSpecification;

/** The API for people and programs of an organisation that has a Keycloak. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class OpenIdIT {
    private static Keycloak keycloak;
    private static LocalPostgres postgres;
    private static DrawbridgeProcess program;
    private static URI realm;
    private static URI api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        keycloak = new Keycloak();
        postgres = LocalPostgres.temporary();
        realm = keycloak.awaitRealm();
        program = Launch.adminApi(postgres).with("QUARKUS_OIDC_TENANT_ENABLED", "true")
                .with("QUARKUS_OIDC_AUTH_SERVER_URL", realm.toString())
                .with("QUARKUS_OIDC_CREDENTIALS_SECRET", Keycloak.SECRET)
                .with("DRAWBRIDGE_ADMIN_OIDC_NAME", "Example Inc.").start().awaitUp();
        api = program.api().resolve("/api/v1/");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : Stream.of(program, postgres, keycloak).filter(Objects::nonNull).toList()) {
            one.close();
        }
    }

    private static RequestSpecification bearer(String token) {
        return given().baseUri(api.toString()).contentType("application/json").header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification local() {
        return given().baseUri(api.toString()).contentType("application/json").auth().preemptive().basic("admin",
                Launch.ADMIN_PASSWORD);
    }

    private static Browser signedIn(String user) throws IOException, InterruptedException {
        Browser browser = new Browser();
        URI href = api.resolve(given().get(api.resolve("sign-in")).then().body("oidc.name", equalTo("Example Inc.")).extract()
                .<String> path("oidc.href"));
        HttpResponse<String> login = browser.open(href);
        assertThat(login.uri().toString()).startsWith(realm.toString()).contains("code_challenge=");
        HttpResponse<String> back = browser.submit(login, Map.of("username", user, "password", Keycloak.PASSWORD));
        assertThat(ways(back)).as("%s answered %s", back.uri(), back.body()).contains(href + " to /");
        return browser;
    }

    /** The redirects that have led to an answer. */
    private static List<String> ways(HttpResponse<String> answer) {
        return Stream.iterate(answer.previousResponse(), Optional::isPresent, before -> before.get().previousResponse())
                .map(Optional::get).map(before -> before.uri() + " to " + before.headers().firstValue("Location").orElse("?"))
                .toList();
    }

    @Test
    void a_viewer_signs_in_with_a_browser_sees_and_does_not_steer_and_signs_out() throws Exception {
        Browser vera = signedIn("vera");
        HttpResponse<String> me = vera.ask("GET", api.resolve("me"), "", "same-origin");
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"name\":\"oidc:vera\"", "\"role\":\"viewer\"");
        assertThat(vera.ask("GET", api.resolve("limits"), "", "same-origin").statusCode()).isEqualTo(200);
        assertThat(vera.ask("PATCH", api.resolve("limits"), "{}", "same-origin").statusCode()).isEqualTo(403);

        vera.open(api.resolve("/api/v1/sign-out/oidc"));
        assertThat(vera.cookies()).doesNotContain("q_session", "KEYCLOAK_SESSION", "KEYCLOAK_IDENTITY");
        HttpResponse<String> out = vera.ask("GET", api.resolve("me"), "", "same-origin");
        assertThat(out.statusCode()).isEqualTo(401);
        assertThat(out.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
        assertThat(vera.open(api.resolve("sign-out/oidc")).statusCode()).isLessThan(500);
    }

    @Test
    void an_admin_steers_by_pages_of_this_server_alone() throws Exception {
        Browser ada = signedIn("admin");
        assertThat(ada.ask("PATCH", api.resolve("limits"), "{\"maxSessions\":70}", "cross-site").statusCode()).isEqualTo(403);
        HttpResponse<String> changed = ada.ask("PATCH", api.resolve("limits"), "{\"maxSessions\":71}", "same-origin");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"changedBy\":\"oidc:admin\"");
        assertThat(ada.ask("GET", api.resolve("administrators"), "", "same-origin").statusCode()).isEqualTo(200);
        local().get("audit?kind=limits").then().body("items[0].actor", equalTo("oidc:admin"))
                .body("items[0].after.maxSessions", equalTo(71));

        assertThat(ada.ask("POST", api.resolve("sign-in"),
                "{\"name\":\"admin\",\"password\":\"" + Launch.ADMIN_PASSWORD + "\"}", "same-origin").statusCode())
                .isEqualTo(204);
        assertThat(ada.cookies()).contains("drawbridge-session").doesNotContain("q_session");
        assertThat(ada.ask("GET", api.resolve("me"), "", "same-origin").body()).contains("\"name\":\"admin\"");
    }

    @Test
    void who_has_no_role_here_may_nothing_whatever_they_may_elsewhere() throws Exception {
        assertThat(signedIn("nora").ask("GET", api.resolve("me"), "", "same-origin").statusCode()).isEqualTo(403);
        bearer(Keycloak.token(realm, "drawbridge", "nora")).get("limits").then().statusCode(403);
    }

    @Test
    void programs_show_an_access_token() {
        bearer(Keycloak.token(realm, "drawbridge", "vera")).get("limits").then().statusCode(200);
        bearer(Keycloak.token(realm, "drawbridge", "vera")).body("{}").patch("limits").then().statusCode(403);
        bearer(Keycloak.token(realm, "robot")).get("me").then().statusCode(200)
                .body("name", equalTo("oidc:service-account-robot")).body("role", equalTo("operator"))
                .body("signOutHref", nullValue());
    }

    @Test
    void an_admin_of_the_organisation_is_not_the_administrator_of_that_name() {
        RequestSpecification ada = bearer(Keycloak.token(realm, "drawbridge", "admin"));
        given(ada).body("{\"current\":\"" + Keycloak.PASSWORD + "\",\"new\":\"x\"}").put("me/password").then().statusCode(403);
        given(ada).body("{\"name\":\"job\"}").post("tokens").then().statusCode(403);
        local().get("me").then().body("name", equalTo("admin"));
        String token = local().body("{\"name\":\"job\",\"role\":\"viewer\"}").post("tokens").then().statusCode(201).extract()
                .path("token");
        bearer(token).get("me").then().body("name", equalTo("admin")).body("role", equalTo("viewer"));
    }

    @Test
    void a_token_for_another_service_that_has_expired_or_is_forged_is_no_login() {
        bearer(Keycloak.token(realm, "wiki", "admin")).get("limits").then().statusCode(401);

        String good = Keycloak.token(realm, "drawbridge", "admin");
        String[] parts = good.split("\\.");
        bearer(parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse()).get("limits").then().statusCode(401);
        bearer(encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".").get("limits").then().statusCode(401);
        bearer("rubbish").get("limits").then().statusCode(401);

        for (String cookie : List.of("q_session", "q_session_other", "q_auth_other")) {
            given().cookie(cookie, "rubbish").get(api.resolve("limits")).then().statusCode(401);
        }

        String shortLived = Keycloak.token(realm, "hasty", "admin");
        await().atMost(Duration.ofSeconds(30)).until(() -> bearer(shortLived).get("limits").statusCode() == 401);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
