package io.drawbridge.admin.conditional;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import java.util.List;
import java.util.UUID;
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

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CreationTest {
    private static final String API = "/api/v1/";

    private final Door door;
    private final String key = UUID.randomUUID().toString();

    CreationTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    @AfterEach
    void reset() {
        door.reset();
        door.run("DELETE FROM administrator WHERE name <> 'admin'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "groups              | {'name':'one'}",
            "hosts               | {'name':'one'}",
            "accounts            | {'name':'one','password':'open sesame'}",
            "administrators      | {'name':'one','password':'open sesame'}",
            "limits/rules        | {'name':'one','scope':'node','maxSessions':2}",
            "reserves            | {'name':'one','sessions':1,'networks':['192.0.2.0/24']}",
            "maintenance/windows | {'name':'one','scope':'cluster','mode':'refuse','startsAt':'2030-01-01T00:00:00Z'}" })
    void what_is_asked_for_again_is_answered_as_before_and_made_once(String path, String json) {
        String body = json.replace('\'', '"');
        String first = sending(body).header("Idempotency-Key", key).post(API + path).then().statusCode(201).extract()
                .asString();
        String again = sending(body).header("Idempotency-Key", key).post(API + path).then().statusCode(201)
                .header("Location", endsWith(path + "/one")).extract().asString();

        assertThat(again).isEqualTo(first);
        isProblem(sending(body).post(API + path).then(), 409);
        isProblem(sending(body.replace("one", "two")).header("Idempotency-Key", key).post(API + path).then(), 422);
        isProblem(admin().get(API + path + "/two").then(), 404);
    }

    @Test
    void of_those_who_ask_at_once_with_one_key_all_hear_of_the_one_that_was_made() {
        List<Integer> answers = IntStream.range(0, 4).parallel().mapToObj(i -> sending("{\"name\":\"one\"}")
                .header("Idempotency-Key", key).post(API + "groups").statusCode()).toList();

        assertThat(answers).containsOnly(201);
        assertThat(door.text("SELECT count(*) FROM account_group")).isEqualTo("1");
    }

    @Test
    void a_key_is_for_all_that_was_said_and_not_only_for_the_name() {
        sending("{\"name\":\"one\",\"password\":\"p\"}").header("Idempotency-Key", key).post(API + "accounts").then()
                .statusCode(201);
        isProblem(sending("{\"name\":\"one\",\"password\":\"p\",\"home\":\"elsewhere\"}").header("Idempotency-Key", key)
                .post(API + "accounts").then(), 422);
    }

    @Test
    void what_was_refused_may_be_asked_for_again() {
        isAbout(sending("{\"name\":\"x\",\"password\":\"p\",\"group\":\"later\"}").header("Idempotency-Key", key)
                .post(API + "accounts").then(), "group");
        sending("{\"name\":\"later\"}").post(API + "groups").then().statusCode(201);
        sending("{\"name\":\"x\",\"password\":\"p\",\"group\":\"later\"}").header("Idempotency-Key", key)
                .post(API + "accounts").then().statusCode(201).body("group", equalTo("later"));
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        sending("{\"name\":\"one\"}").header("Idempotency-Key", key).post(API + "groups").then().statusCode(201);
        door.run("UPDATE idempotency SET created_at = now() - interval '25 hours'");
        sending("{\"name\":\"two\"}").header("Idempotency-Key", key).post(API + "groups").then().statusCode(201);
    }

    @Test
    void a_key_is_no_novel() {
        isAbout(sending("{\"name\":\"one\"}").header("Idempotency-Key", "k".repeat(256)).post(API + "groups").then(),
                "Idempotency-Key");
    }

    @Test
    void no_secret_is_remembered() {
        sending("{\"name\":\"one\",\"password\":\"open sesame\"}").header("Idempotency-Key", key).post(API + "accounts").then()
                .statusCode(201);
        assertThat(door.text("SELECT string_agg(body || request, ' ') FROM idempotency")).doesNotContain("sesame", "argon");
    }
}
