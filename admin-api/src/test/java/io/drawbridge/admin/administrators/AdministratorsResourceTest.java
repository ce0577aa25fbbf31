package io.drawbridge.admin.administrators;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.as;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

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

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AdministratorsResourceTest {
    private static final String ADMINISTRATORS = "/api/v1/administrators";
    private static final String ALICE = ADMINISTRATORS + "/alice";

    private final Door door;

    AdministratorsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    @AfterEach
    void only_the_first_one() {
        door.reset();
        door.run("DELETE FROM administrator WHERE name <> 'admin'; UPDATE administrator SET role = 'ADMIN', enabled = true");
    }

    private static void make(String name, String role) {
        sending("{\"name\":\"%s\",\"password\":\"open sesame\",\"role\":\"%s\"}".formatted(name, role)).post(ADMINISTRATORS)
                .then()
                .statusCode(201).header("Location", endsWith("/" + name)).body("role", equalTo(role));
    }

    private static int statusOf(String name, String password) {
        return as(name, password).get("/api/v1/limits").statusCode();
    }

    @Test
    void one_is_made_listed_read_and_deleted() {
        make("alice", "operator");
        String list = admin().get(ADMINISTRATORS).then().statusCode(200).body("items.name", contains("admin", "alice"))
                .body("total", equalTo(2)).extract().asString();
        assertThat(list).doesNotContain("assword", "sesame", "argon2");
        admin().get(ALICE).then().statusCode(200).body("role", equalTo("operator")).body("enabled", equalTo(true));
        assertThat(statusOf("alice", "open sesame")).isEqualTo(200);
        as("alice", "open sesame").get("/api/v1/me").then().body("name", equalTo("alice")).body("role", equalTo("operator"));

        admin().delete(ALICE).then().statusCode(204);
        assertThat(statusOf("alice", "open sesame")).isEqualTo(401);
        isProblem(admin().get(ALICE).then(), 404);
        isProblem(admin().delete(ALICE).then(), 404);
    }

    @Test
    void what_is_changed_counts_from_the_next_request_on() {
        make("alice", "viewer");
        assertThat(statusOf("alice", "open sesame")).isEqualTo(200);
        sending("{\"password\":\"close sesame\",\"role\":\"admin\"}").patch(ALICE).then().statusCode(200)
                .body("role", equalTo("admin"));
        assertThat(statusOf("alice", "open sesame")).isEqualTo(401);
        as("alice", "close sesame").get(ADMINISTRATORS).then().statusCode(200);
        sending("{\"enabled\":false}").patch(ALICE).then().statusCode(200);
        assertThat(statusOf("alice", "close sesame")).isEqualTo(401);
    }

    @Test
    void a_name_is_taken_only_once() {
        make("alice", "viewer");
        isProblem(sending("{\"name\":\"alice\",\"password\":\"x\"}").post(ADMINISTRATORS).then(), 409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{'password':'x'}|name", "{'name':'a/b','password':'x'}|name",
            "{'name':'a'}|password",
            "{'name':'a','password':''}|password", "{'name':'a','password':'x','role':'king'}|role",
            "{'name':'a','password':'x','enabled':3}|enabled", "{'name':'a','password':'x','color':1}|color" })
    void what_breaks_a_rule_is_named(String json, String field) {
        isAbout(sending(json.replace('\'', '"')).post(ADMINISTRATORS).then(), field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{'role':'king'}|role", "{'role':null}|role", "{'password':''}|password",
            "{'name':'b'}|name" })
    void what_breaks_a_rule_when_changed_is_named(String json, String field) {
        make("alice", "viewer");
        isAbout(sending(json.replace('\'', '"')).patch(ALICE).then(), field);
    }

    @Test
    void somebody_is_always_left_who_may_administer() {
        make("alice", "operator");
        for (String json : List.of("{\"role\":\"operator\"}", "{\"enabled\":false}")) {
            isProblem(sending(json).patch(ADMINISTRATORS + "/admin").then(), 409);
        }
        isProblem(admin().delete(ADMINISTRATORS + "/admin").then(), 409);
        sending("{\"role\":\"admin\"}").patch(ALICE).then().statusCode(200);
        sending("{\"role\":\"viewer\"}").patch(ADMINISTRATORS + "/admin").then().statusCode(200);
    }

    @Test
    void of_two_who_demote_each_other_one_is_left() {
        make("alice", "admin");
        List<Integer> answers = IntStream.range(0, 2).parallel().mapToObj(i -> (i == 0 ? sending("{\"role\":\"viewer\"}")
                : as("alice", "open sesame").contentType("application/json").body("{\"role\":\"viewer\"}"))
                .patch(i == 0 ? ALICE : ADMINISTRATORS + "/admin").statusCode()).sorted().toList();

        assertThat(answers).isIn(List.of(200, 409), List.of(200, 403));
        assertThat(door.text("SELECT count(*) FROM administrator WHERE role = 'ADMIN'")).isEqualTo("1");
    }
}
