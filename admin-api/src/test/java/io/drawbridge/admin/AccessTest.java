package io.drawbridge.admin;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccessTest {
    private static final String[] PATHS = { "maintenance", "maintenance/windows", "limits", "limits/rules", "reserves",
            "sessions",
            "accounts", "groups", "hosts", "nodes", "replies", "refusals", "explain?address=192.0.2.7", "access", "bans",
            "protection", "audit", "statistics", "administrators", "tokens", "me" };

    @Test
    void nothing_is_read_without_a_login() {
        for (String path : PATHS) {
            isProblem(given().get("/api/v1/" + path).then(), 401)
                    .header("WWW-Authenticate", allOf(startsWith("Basic realm="), containsString("charset=\"UTF-8\"")));
            admin().get("/api/v1/" + path).then().statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource({ "PUT,maintenance", "PATCH,limits", "POST,accounts", "PATCH,accounts/alice", "DELETE,accounts/alice",
            "DELETE,sessions/00000000-0000-0000-0000-000000000000", "GET,accounts/alice", "GET,replies/421",
            "GET,replies/220/compare/421", "GET,limits;x=y", "POST,limits/rules", "PATCH,limits/rules/x",
            "DELETE,limits/rules/x", "POST,reserves", "PATCH,reserves/x", "DELETE,reserves/x", "POST,groups", "PATCH,groups/x",
            "DELETE,groups/x",
            "POST,hosts", "DELETE,hosts/x", "PUT,access/192.0.2.0/24", "POST,bans", "DELETE,bans/192.0.2.7/32",
            "PATCH,protection", "POST,maintenance/windows", "DELETE,maintenance/windows/x",
            "GET,maintenance/applies?address=192.0.2.7", "GET,events", "GET,nodes/x/drain", "PUT,nodes/x/drain",
            "DELETE,nodes/x/drain" })
    void nothing_is_done_without_a_login(String method, String path) {
        isProblem(given().urlEncodingEnabled(false).contentType("application/json").body("{}")
                .request(method, "/api/v1/" + path).then(), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = { "admin:wrong", "admin:", ":correct horse", "Admin:correct horse", "nobody:correct horse",
            "adm\0in:correct horse", "admin:correct horse\0" })
    void a_wrong_name_or_password_is_no_login(String credentials) {
        isProblem(given().header("Authorization", "Basic " + base64(credentials)).get("/api/v1/limits").then(), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = { "Basic !!!", "Basic ", "Basic YWRtaW4=", "Bearer xyz", "rubbish" })
    void a_header_that_is_no_basic_login_is_no_login(String header) {
        isProblem(given().header("Authorization", header).get("/api/v1/limits").then(), 401);
    }

    @Test
    void a_path_that_is_not_there_is_a_problem_too() {
        isProblem(admin().get("/api/v1/bogus").then(), 404);
        isProblem(admin().get("/api/bogus").then(), 404);
        isProblem(admin().get("/api/v1/limits/bogus").then(), 404);
        isProblem(given().get("/api/v1/bogus").then(), 404);
    }

    @ParameterizedTest
    @CsvSource({ "DELETE,limits", "POST,limits", "PATCH,maintenance", "POST,sessions", "GET,sessions/x", "PUT,accounts/alice",
            "DELETE,replies/421", "DELETE,limits/rules", "PUT,limits/rules/x", "PUT,groups/x", "PUT,hosts/x", "POST,nodes",
            "POST,explain", "PUT,reserves/x" })
    void a_method_that_a_path_does_not_know_is_a_problem(String method, String path) {
        String allowed = isProblem(admin().request(method, "/api/v1/" + path).then(), 405).extract().header("Allow");
        assertThat(allowed).contains("OPTIONS").doesNotContain(method);
    }

    @ParameterizedTest
    @CsvSource({ "GET,sessions?acount=bob,acount", "DELETE,sessions?all=true&preview=true&acount=bob,acount",
            "GET,limits?reason=x,reason",
            "GET,bans?limit=1&limit=2,limit", "GET,access/192.0.2.0/24?x=,x", "DELETE,bans/192.0.2.7?why=x,why" })
    void a_parameter_that_an_operation_does_not_know_is_named(String method, String path, String parameter) {
        isAbout(admin().request(method, "/api/v1/" + path).then(), parameter);
        isProblem(given().request(method, "/api/v1/" + path).then(), 401);
    }

    @ParameterizedTest
    @ValueSource(ints = { (64 << 10) + 1, 11 << 20 })
    void a_body_that_is_too_large_is_a_problem(int length) {
        isProblem(sending("{" + " ".repeat(length) + "}").patch("/api/v1/limits").then(), 413);
        sending("{" + " ".repeat((64 << 10) - 2) + "}").patch("/api/v1/limits").then().statusCode(200);
    }

    @Test
    void whoever_wants_no_json_is_told_so() {
        isProblem(admin().accept("text/html").get("/api/v1/limits").then(), 406);
    }

    @ParameterizedTest
    @CsvSource({ "PATCH,limits", "PUT,maintenance", "POST,accounts" })
    void a_body_that_says_it_is_no_json_is_refused(String method, String path) {
        isProblem(admin().contentType("text/plain").body("{}").request(method, "/api/v1/" + path).then(), 415);
    }

    @Test
    void a_body_that_does_not_say_what_it_is_is_refused() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/v1/limits"))
                .header("Authorization", "Basic " + base64("admin:" + Client.PASSWORD))
                .method("PATCH", BodyPublishers.ofString("{\"maxSessions\":1}")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(415);
        }
    }

    @Test
    void the_description_and_its_pages_are_for_everybody() {
        given().get("/q/swagger-ui/").then().statusCode(200).contentType("text/html");
        given().accept("application/json").get("/q/openapi?format=json").then().statusCode(200)
                .body("info.title", equalTo("Drawbridge admin API"))
                .body("components.securitySchemes.basic.scheme", equalTo("basic"))
                .body("components.securitySchemes.token.scheme", equalTo("bearer"))
                .body("components.securitySchemes.size()", equalTo(3))
                .body("paths.'/api/v1/accounts'.post.responses.'201'.content.'application/json'.schema.$ref",
                        equalTo("#/components/schemas/AccountView"))
                .body("paths.'/api/v1/replies/{code}'.get.responses.'200'.content.'application/json'.schema.$ref",
                        equalTo("#/components/schemas/ReplyView"))
                .body("paths.'/api/v1/limits'.patch.summary", equalTo("Change some limits"))
                .body("paths.'/api/v1/limits'.patch.responses.'400'.$ref", equalTo("#/components/responses/BadInput"));
    }

    @Test
    void the_bare_address_shows_the_console() {
        given().get("/").then().statusCode(200).contentType(ContentType.HTML).body("html.head.title", equalTo("Drawbridge"));
    }

    @Test
    void a_login_is_remembered_only_for_the_password_that_was_right() {
        sending("{}").patch("/api/v1/limits").then().statusCode(200);
        isProblem(given().auth().preemptive().basic("admin", Client.PASSWORD + "!").get("/api/v1/limits").then(), 401);
    }

    private static String base64(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
