package io.drawbridge.admin.reserves;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import java.util.stream.Collectors;
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
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReservesResourceTest {
    private static final String RESERVES = "/api/v1/reserves";

    private final Door door;

    ReservesResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void a_reserve_is_made_as_it_is_wanted() {
        admin().get(RESERVES).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
        String made = make(
                "'name':'operators','sessions':2,'networks':['192.0.2.7','2001:DB8::/32','192.0.2.7/32'],'accounts':['alice','alice']")
                .then().statusCode(201).header("Location", endsWith(RESERVES + "/operators")).body("sessions", equalTo(2))
                .body("networks", contains("192.0.2.7/32", "2001:db8::/32")).body("accounts", contains("alice"))
                .body("version", equalTo(1)).body("changedBy", equalTo("admin")).extract().asString();

        assertThat(admin().get(RESERVES + "/operators").then().statusCode(200).extract().asString()).isEqualTo(made);
        admin().get(RESERVES).then().body("items.name", contains("operators")).body("total", equalTo(1));
    }

    @Test
    void what_is_sent_changes_and_the_rest_stays() {
        make("'name':'operators','sessions':2,'accounts':['alice']").then().statusCode(201);

        change("'networks':['192.0.2.0/24']").then().statusCode(200).body("networks", contains("192.0.2.0/24"))
                .body("accounts", contains("alice")).body("sessions", equalTo(2)).body("version", equalTo(2));
        change("'accounts':[]").then().statusCode(200).body("accounts", empty());
        isAbout(change("'networks':[]").then(), "networks");
        isAbout(change("'networks':null").then(), "networks");
        isAbout(change("'name':'x'").then(), "name");
        admin().get(RESERVES + "/operators").then().body("version", equalTo(3));
        admin().delete(RESERVES + "/operators").then().statusCode(204);
        isProblem(admin().get(RESERVES + "/operators").then(), 404);
    }

    @Test
    void a_place_is_kept_at_once() {
        make("'name':'operators','sessions':1,'networks':['192.0.2.0/24']").then().statusCode(201);
        sending("{\"maxSessions\":1}").patch("/api/v1/limits").then().statusCode(200);

        door.sessionOn("ftp-0", "198.51.100.1", null);
        assertThat(door.text("SELECT count(*) FROM session")).isEqualTo("0");
        door.sessionOn("ftp-0", "192.0.2.7", null);
        admin().get("/api/v1/sessions").then().body("items.reserve", contains("operators"));
    }

    @Test
    void more_places_than_there_are_may_be_kept() {
        make("'name':'a','sessions':2147483647,'networks':['192.0.2.0/24']").then().statusCode(201);
        make("'name':'b','sessions':2147483647,'networks':['192.0.2.0/24']").then().statusCode(201);
        sending("{\"maxSessions\":1}").patch("/api/v1/limits").then().statusCode(200);

        door.sessionOn("ftp-0", "198.51.100.1", null);
        assertThat(door.text("SELECT count(*) FROM session")).isEqualTo("0");
        door.sessionOn("ftp-0", "192.0.2.7", null);
        assertThat(door.text("SELECT count(*) FROM session")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'sessions':1,'accounts':['alice']                              | name",
            "'name':'x y','sessions':1,'accounts':['alice']                 | name",
            "'name':'x','accounts':['alice']                                | sessions",
            "'name':'x','sessions':0,'accounts':['alice']                   | sessions",
            "'name':'x','sessions':1                                        | networks",
            "'name':'x','sessions':1,'networks':[],'accounts':null          | networks",
            "'name':'x','sessions':1,'networks':'192.0.2.0/24'              | networks",
            "'name':'x','sessions':1,'networks':[null]                      | networks",
            "'name':'x','sessions':1,'networks':[24]                        | networks",
            "'name':'x','sessions':1,'networks':['192.0.2.0/24',{}]         | networks",
            "'name':'x','sessions':1,'networks':['192.0.2.1/24']            | networks",
            "'name':'x','sessions':1,'accounts':['../x']                    | accounts",
            "'name':'x','sessions':1,'accounts':[null]                      | accounts",
            "'name':'x','sessions':1,'accounts':{}                          | accounts",
            "'name':'x','sessions':1,'accounts':['alice'],'version':1       | version" })
    void what_breaks_a_rule_is_named_and_nothing_is_made(String fields, String field) {
        isAbout(make(fields).then(), field);
        admin().get(RESERVES).then().body("total", equalTo(0));
    }

    @Test
    void lists_have_a_greatest_length() {
        make("'name':'x','sessions':1,'networks':[" + networks(100) + "]").then().statusCode(201);
        isAbout(make("'name':'y','sessions':1,'networks':[" + networks(101) + "]").then(), "networks");
    }

    @Test
    void a_name_is_taken_only_once() {
        make("'name':'x','sessions':1,'accounts':['alice']").then().statusCode(201);
        isProblem(make("'name':'x','sessions':1,'accounts':['alice']").then(), 409);
    }

    @ParameterizedTest
    @CsvSource({ "nothing", "a%00b" })
    void a_reserve_that_is_not_there_is_not_found(String name) {
        String path = RESERVES + "/" + name;
        isProblem(admin().urlEncodingEnabled(false).get(path).then(), 404);
        isProblem(sending("{}").urlEncodingEnabled(false).patch(path).then(), 404);
        isProblem(admin().urlEncodingEnabled(false).delete(path).then(), 404);
    }

    private static String networks(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'192.0.2." + i + "'").collect(Collectors.joining(","));
    }

    private static Response make(String fields) {
        return sending("{" + fields.replace('\'', '"') + "}").post(RESERVES);
    }

    private static Response change(String fields) {
        return sending("{" + fields.replace('\'', '"') + "}").patch(RESERVES + "/operators");
    }
}
