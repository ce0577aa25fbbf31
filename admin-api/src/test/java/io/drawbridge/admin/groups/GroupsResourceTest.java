package io.drawbridge.admin.groups;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

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

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupsResourceTest {
    private static final String GROUPS = "/api/v1/groups";
    private static final String ALICE = "/api/v1/accounts/alice";

    private final Door door;

    GroupsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void a_group_comes_and_goes() {
        admin().get(GROUPS).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
        make("partners").header("Location", endsWith(GROUPS + "/partners"));
        make("alumni");
        admin().get(GROUPS).then().body("items.name", contains("alumni", "partners")).body("total", equalTo(2));
        admin().get(GROUPS + "/alumni").then().statusCode(200).body("name", equalTo("alumni"));
        isProblem(sending("{\"name\":\"alumni\"}").post(GROUPS).then(), 409);

        admin().delete(GROUPS + "/alumni").then().statusCode(204);
        isProblem(admin().get(GROUPS + "/alumni").then(), 404);
        isProblem(admin().delete(GROUPS + "/alumni").then(), 404);
    }

    @Test
    void a_group_says_what_its_accounts_may_and_from_where() {
        String tag = sending(
                "{\"name\":\"partners\",\"permissions\":[\"download\",\"list\"],\"allowedNetworks\":[\"192.0.2.7\"]}")
                .post(GROUPS).then().statusCode(201).body("permissions", contains("list", "download"))
                .body("allowedNetworks", contains("192.0.2.7/32")).extract().header("ETag");
        sending("{\"permissions\":null}").header("If-Match", tag).patch(GROUPS + "/partners").then().statusCode(200)
                .body("permissions", nullValue()).body("allowedNetworks", contains("192.0.2.7/32"));
        isProblem(sending("{}").header("If-Match", tag).patch(GROUPS + "/partners").then(), 412);
        isProblem(sending("{}").patch(GROUPS + "/nobody").then(), 404);
        isAbout(sending("{\"permissions\":[\"fly\"]}").patch(GROUPS + "/partners").then(), "permissions");
        isAbout(sending("{\"allowedNetworks\":[]}").patch(GROUPS + "/partners").then(), "allowedNetworks");
        isAbout(sending("{\"name\":\"others\"}").patch(GROUPS + "/partners").then(), "name");
        isAbout(sending("{\"name\":\"x\",\"permissions\":[7]}").post(GROUPS).then(), "permissions");
    }

    @Test
    void an_account_is_of_a_group_or_of_none() {
        make("partners");
        sending("{\"name\":\"alice\",\"password\":\"open sesame\",\"group\":\"partners\"}").post("/api/v1/accounts").then()
                .statusCode(201).body("group", equalTo("partners"));
        sending("{\"home\":\"elsewhere\"}").patch(ALICE).then().statusCode(200).body("group", equalTo("partners"));
        sending("{\"group\":null}").patch(ALICE).then().statusCode(200).body("group", nullValue());
        sending("{\"group\":\"partners\"}").patch(ALICE).then().statusCode(200);
        admin().get(ALICE).then().statusCode(200).body("group", equalTo("partners"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = { "'\"nobody\"'", "'\"\"'", "'\"a\\u0000\"'", "7" })
    void an_account_is_not_of_a_group_that_is_not_there(String group) {
        String value = group.replace("'", "");
        isAbout(sending("{\"name\":\"alice\",\"password\":\"open sesame\",\"group\":" + value + "}").post("/api/v1/accounts")
                .then(),
                "group");
        sending("{\"name\":\"alice\",\"password\":\"open sesame\"}").post("/api/v1/accounts").then().statusCode(201);
        isAbout(sending("{\"group\":" + value + "}").patch(ALICE).then(), "group");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "INSERT INTO account (name, password_hash, home, group_name) VALUES ($$alice$$, $$$$, $$$$, $$partners$$)",
            "INSERT INTO limit_rule (name, scope, members_of, changed_by, changed_at) VALUES ($$x$$, $$ACCOUNT$$, $$partners$$, $$test$$, now())",
            "INSERT INTO limit_rule (name, scope, subject, changed_by, changed_at) VALUES ($$x$$, $$GROUP$$, $$partners$$, $$test$$, now())",
            "INSERT INTO maintenance_window (name, scope, subject, mode, starts_at, changed_by, changed_at) VALUES ($$x$$, $$GROUP$$, $$partners$$, $$REFUSE$$, now(), $$test$$, now())" })
    void a_group_that_something_names_stays(String use) {
        make("partners");
        door.run(use);
        isProblem(admin().delete(GROUPS + "/partners").then(), 409);
        admin().get(GROUPS + "/partners").then().statusCode(200);
    }

    @Test
    void who_joins_a_group_that_is_full_makes_it_close_somebody() {
        make("partners");
        String alice = door.sessionOn("ftp-0", "192.0.2.7", "alice").toString();
        sending("{\"name\":\"x\",\"scope\":\"group\",\"maxSessions\":0,\"evict\":\"oldest\"}").post("/api/v1/limits/rules")
                .then()
                .statusCode(201);
        door.run("UPDATE account SET home = 'alice'");
        sending("{\"group\":\"partners\"}").patch(ALICE).then().statusCode(200);
        assertThat(door.text("SELECT eviction FROM session WHERE id = '" + alice + "'"))
                .isEqualTo("GROUP_FULL");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = { "{}", "{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\"A\"}",
            "{\"name\":\"a b\"}",
            "{\"name\":7}" })
    void a_group_has_a_name(String body) {
        isAbout(sending(body).post(GROUPS).then(), "name");
    }

    private static ValidatableResponse make(String name) {
        return sending("{\"name\":\"" + name + "\"}").post(GROUPS).then().statusCode(201).body("name", equalTo(name));
    }
}
