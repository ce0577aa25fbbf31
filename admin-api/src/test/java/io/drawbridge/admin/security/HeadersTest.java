package io.drawbridge.admin.security;

import static io.drawbridge.admin.Client.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class HeadersTest {

    @ParameterizedTest
    @ValueSource(strings = { "/", "/api/v1/limits", "/api/v1/sign-in", "/api/bogus", "/bogus", "/q/openapi",
            "/q/swagger-ui/" })
    void every_answer_tells_browsers_what_a_page_may_do(String path) {
        var answer = given().redirects().follow(false).get(path);
        answer.then().header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Resource-Policy", equalTo("same-origin"))
                .header("Content-Security-Policy", startsWith("default-src 'none'; script-src 'self'"));
        assertThat(answer.headers().getValues("Content-Security-Policy")).singleElement().asString()
                .contains("frame-ancestors 'none'").matches(policy -> policy.contains("unsafe") == path.contains("swagger"));
    }

    @Test
    void nobody_keeps_what_the_API_answers() {
        admin().get("/api/v1/limits").then().statusCode(200).header("Cache-Control", equalTo("no-store"));
        given().get("/api/v1/limits").then().statusCode(401).header("Cache-Control", equalTo("no-store"));
    }
}
