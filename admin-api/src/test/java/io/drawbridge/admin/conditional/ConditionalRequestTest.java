package io.drawbridge.admin.conditional;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.List;
import java.util.stream.IntStream;

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
class ConditionalRequestTest {
    private static final String API = "/api/v1/";

    private final Door door;

    ConditionalRequestTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
        make("groups", "{\"name\":\"partners\"}");
        make("hosts", "{\"name\":\"ftp.example.org\"}");
        make("accounts", "{\"name\":\"alice\",\"password\":\"open sesame\"}");
        make("limits/rules", "{\"name\":\"few\",\"scope\":\"node\",\"maxSessions\":2}");
        make("reserves", "{\"name\":\"operators\",\"sessions\":1,\"accounts\":[\"alice\"]}");
        make("maintenance/windows",
                "{\"name\":\"night\",\"scope\":\"cluster\",\"mode\":\"refuse\",\"startsAt\":\"2030-01-01T00:00:00Z\"}");
        sending("{\"access\":\"deny\"}").put(API + "access/192.0.2.0/24").then().statusCode(201);
    }

    private static void make(String path, String json) {
        sending(json).post(API + path).then().statusCode(201);
    }

    private static String tag(String path) {
        return admin().get(API + path).then().statusCode(200).extract().header("ETag");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "PUT   | maintenance               | {'enabled':true,'message':'Back soon'}",
            "PATCH | limits                    | {'maxSessions':7}",
            "PATCH | protection                | {'threshold':300}",
            "PATCH | hosts/ftp.example.org     | {'banner':'Welcome'}",
            "PATCH | accounts/alice            | {'group':'partners'}",
            "PATCH | limits/rules/few          | {'maxSessions':3}",
            "PATCH | reserves/operators        | {'sessions':2}",
            "PATCH | maintenance/windows/night | {'reason':'backup'}",
            "PUT   | access/192.0.2.0/24       | {'access':'allow'}" })
    void a_change_of_what_was_changed_meanwhile_is_refused(String method, String path, String json) {
        String body = json.replace('\'', '"');
        String read = tag(path);
        assertThat(read).matches("\"[0-9a-f]{24}\"");
        isProblem(sending(body).header("If-Match", "\"another\"").request(method, API + path).then(), 412);
        sending(body).header("If-Match", "\"another\", " + read).request(method, API + path).then().statusCode(200)
                .header("ETag", not(equalTo(read)));

        isProblem(sending(body).header("If-Match", read).request(method, API + path).then(), 412);
        sending(body).header("If-Match", tag(path)).request(method, API + path).then().statusCode(200);
        sending(body).header("If-Match", "*").request(method, API + path).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({ "groups/partners", "hosts/ftp.example.org", "accounts/alice", "limits/rules/few", "reserves/operators",
            "maintenance/windows/night", "access/192.0.2.0/24" })
    void what_was_changed_meanwhile_is_not_deleted(String path) {
        isProblem(admin().header("If-Match", "\"another\"").delete(API + path).then(), 412);
        admin().header("If-Match", tag(path)).delete(API + path).then().statusCode(204);
        isProblem(admin().get(API + path).then(), 404);
    }

    @Test
    void of_those_who_have_read_the_same_one_changes_it() {
        String read = tag("limits");
        List<Integer> answers = IntStream.range(0, 4).parallel().mapToObj(i -> sending("{\"maxSessions\":" + i + "}")
                .header("If-Match", read).patch(API + "limits").statusCode()).sorted().toList();

        assertThat(answers).containsExactly(200, 412, 412, 412);
    }

    @Test
    void a_rule_of_access_is_made_only_if_there_is_none() {
        isProblem(sending("{\"access\":\"allow\"}").header("If-None-Match", "*").put(API + "access/192.0.2.0/24").then(), 412);
        sending("{\"access\":\"allow\"}").header("If-None-Match", "*").put(API + "access/198.51.100.0/24").then()
                .statusCode(201);
        isProblem(sending("{\"access\":\"allow\"}").header("If-Match", "*").put(API + "access/203.0.113.0/24").then(), 412);
    }

    @Test
    void who_has_read_it_already_is_told_so() {
        String read = tag("limits");
        admin().header("If-None-Match", read).get(API + "limits").then().statusCode(304).header("ETag", equalTo(read))
                .body(equalTo(""));
        admin().header("If-None-Match", "\"another\"").get(API + "limits").then().statusCode(200);
    }

    @Test
    void a_tag_that_was_made_weak_on_the_way_is_enough_to_read_and_not_to_change() {
        String weak = "W/" + tag("limits");
        admin().header("If-None-Match", "\"another\", " + weak).get(API + "limits").then().statusCode(304);
        isProblem(sending("{}").header("If-Match", weak).patch(API + "limits").then(), 412);
    }

    @Test
    void time_changes_no_window() {
        String read = tag("maintenance/windows/night");
        door.run("DELETE FROM maintenance_occurrence");
        assertThat(tag("maintenance/windows/night")).isEqualTo(read);
    }
}
