package io.drawbridge.admin.limits;

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

import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitRulesResourceTest {
    private static final String RULES = "/api/v1/limits/rules";

    private final Door door;

    LimitRulesResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void at_first_there_are_no_rules() {
        admin().get(RULES).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
    }

    @Test
    void a_rule_is_made_as_it_is_wanted() {
        String made = make(
                "'name':'office','scope':'network','network':'192.0.2.0/24','maxSessions':20,'connectionsPerMinute':60,'evict':'idle'")
                .then().statusCode(201).header("Location", endsWith(RULES + "/office"))
                .body("name", equalTo("office")).body("scope", equalTo("network")).body("subject", nullValue())
                .body("network", equalTo("192.0.2.0/24")).body("membersOf", nullValue()).body("maxSessions", equalTo(20))
                .body("connectionsPerMinute", equalTo(60)).body("evict", equalTo("idle")).body("version", equalTo(1))
                .body("changedBy", equalTo("admin")).extract().asString();

        assertThat(admin().get(RULES + "/office").then().statusCode(200).extract().asString()).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'scope':'listener'", "'scope':'listener','subject':'ftp'", "'scope':'host'",
            "'scope':'host','subject':'ftp.example.org'",
            "'scope':'node'", "'scope':'node','subject':'ftp-0.ftp.svc'", "'scope':'network'",
            "'scope':'network','network':'::/0'",
            "'scope':'address','network':'192.0.2.0/24'", "'scope':'account','subject':'alice'",
            "'scope':'account','membersOf':'partners'", "'scope':'group'", "'scope':'group','subject':'partners'" })
    void a_rule_may_be_for(String target) {
        partnersAndTheirHost();
        make("'name':'x'," + target).then().statusCode(201).body("maxSessions", nullValue())
                .body("connectionsPerMinute", nullValue()).body("evict", equalTo("none"));
        admin().get(RULES).then().statusCode(200).body("items.name", contains("x"));
        isProblem(make("'name':'y'," + target).then(), 409);
        admin().delete(RULES + "/x").then().statusCode(204);
        make("'name':'y'," + target).then().statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'scope':'group'                                                   | name",
            "'name':'','scope':'group'                                         | name",
            "'name':'A','scope':'group'                                        | name",
            "'name':'a/b','scope':'group'                                      | name",
            "'name':'x'                                                        | scope",
            "'name':'x','scope':null                                           | scope",
            "'name':'x','scope':'GROUP'                                        | scope",
            "'name':'x','scope':'cluster'                                      | scope",
            "'name':'x','scope':7                                              | scope",
            "'name':'x','scope':'group','subject':'nobody'                     | subject",
            "'name':'x','scope':'group','subject':''                           | subject",
            "'name':'x','scope':'group','subject':'a\\u0000'                 | subject",
            "'name':'x','scope':'host','subject':'other.example.org'           | subject",
            "'name':'x','scope':'host','subject':'-.example.org'               | subject",
            "'name':'x','scope':'node','subject':'a b'                         | subject",
            "'name':'x','scope':'network','subject':'ftp'                      | subject",
            "'name':'x','scope':'account'                                      | subject",
            "'name':'x','scope':'account','subject':'../x'                     | subject",
            "'name':'x','scope':'account','subject':'alice','membersOf':'partners' | subject",
            "'name':'x','scope':'account','membersOf':'nobody'                 | membersOf",
            "'name':'x','scope':'group','membersOf':'partners'                 | membersOf",
            "'name':'x','scope':'address'                                      | network",
            "'name':'x','scope':'group','network':'192.0.2.0/24'               | network",
            "'name':'x','scope':'network','network':'192.0.2.1/24'             | network",
            "'name':'x','scope':'network','network':'192.0.2.0/33'             | network",
            "'name':'x','scope':'network','network':'192.0.2/24'               | network",
            "'name':'x','scope':'network','network':'example.org'              | network",
            "'name':'x','scope':'network','network':24                         | network",
            "'name':'x','scope':'address','network':'2001:db8::/65'            | network",
            "'name':'x','scope':'group','maxSessions':-1                       | maxSessions",
            "'name':'x','scope':'group','connectionsPerMinute':0               | connectionsPerMinute",
            "'name':'x','scope':'group','evict':'newest'                       | evict",
            "'name':'x','scope':'group','version':1                            | version" })
    void what_breaks_a_rule_is_named_and_nothing_is_made(String fields, String field) {
        partnersAndTheirHost();
        isAbout(make(fields).then(), field);
        admin().get(RULES).then().body("total", equalTo(0));
    }

    @Test
    void a_network_with_host_bits_is_answered_with_the_one_that_was_meant() {
        isProblem(make("'name':'x','scope':'network','network':'2001:DB8::7/32'").then(), 400).body("detail",
                equalTo("network has bits set beyond its prefix of 32: 2001:db8::/32 would be a network"));
    }

    @ParameterizedTest
    @CsvSource({ "192.0.2.7,192.0.2.7/32", "2001:DB8:0:0::/32,2001:db8::/32", "::1,::1/128", "0.0.0.0/0,0.0.0.0/0" })
    void networks_have_one_form(String written, String canonical) {
        make("'name':'x','scope':'network','network':'" + written + "'").then().statusCode(201).body("network",
                equalTo(canonical));
        admin().get(RULES + "/x").then().body("network", equalTo(canonical));
    }

    @Test
    void what_is_sent_changes_and_the_rest_stays() {
        make("'name':'x','scope':'network','maxSessions':20").then().statusCode(201);

        change("x", "'connectionsPerMinute':5").then().statusCode(200).body("maxSessions", equalTo(20))
                .body("connectionsPerMinute", equalTo(5)).body("version", equalTo(2));
        change("x", "'maxSessions':null").then().statusCode(200).body("maxSessions", nullValue());
        for (String field : new String[] { "name", "scope", "subject", "network", "membersOf" }) {
            isAbout(change("x", "'" + field + "':'listener'").then(), field);
        }
        isAbout(change("x", "'evict':null").then(), "evict");
        admin().get(RULES + "/x").then().body("version", equalTo(3)).body("scope", equalTo("network"));
    }

    @Test
    void a_name_is_taken_only_once() {
        make("'name':'x','scope':'network'").then().statusCode(201);
        isProblem(make("'name':'x','scope':'group'").then(), 409);
    }

    @Test
    void of_many_who_want_a_rule_for_the_same_one_gets_it() {
        assertThat(
                IntStream.range(0, 4).parallel().map(i -> make("'name':'x" + i + "','scope':'network'").statusCode()).sorted())
                .containsExactly(201, 409, 409, 409);
    }

    @Test
    void a_limit_below_what_is_held_closes_those_who_came_first() throws Exception {
        UUID first = door.sessionOn("ftp-0", "192.0.2.7", null);
        UUID second = door.sessionOn("ftp-1", "192.0.2.8", null);
        UUID elsewhere = door.sessionOn("ftp-2", "198.51.100.1", null);

        try (Notices notices = new Notices()) {
            make("'name':'x','scope':'network','network':'192.0.2.0/24','maxSessions':1,'evict':'oldest'").then()
                    .statusCode(201);
            assertThat(notices.receive(2)).containsExactly(new Notice.ConfigurationChanged(),
                    new Notice.SessionsKicked("ftp-0"));
        }
        assertThat(eviction(first)).isEqualTo("NETWORK_FULL");
        assertThat(eviction(second)).isNull();
        change("x", "'maxSessions':0").then().statusCode(200);
        assertThat(eviction(second)).isEqualTo("NETWORK_FULL");
        assertThat(eviction(elsewhere)).isNull();
    }

    @Test
    void without_evict_nobody_goes() {
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", null);
        make("'name':'x','scope':'network','maxSessions':0").then().statusCode(201);
        assertThat(eviction(id)).isNull();
    }

    @Test
    void to_delete_an_exception_is_to_limit_those_it_was_for() {
        make("'name':'x','scope':'listener','maxSessions':0,'evict':'oldest'").then().statusCode(201);
        make("'name':'y','scope':'listener','subject':'ftp'").then().statusCode(201);
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", null);

        admin().delete(RULES + "/y").then().statusCode(204);
        assertThat(eviction(id)).isEqualTo("LISTENER_FULL");
    }

    @ParameterizedTest
    @CsvSource({ "nothing", "a%00b", "..%2Fx", "%20" })
    void a_rule_that_is_not_there_is_not_found(String name) {
        String path = RULES + "/" + name;
        isProblem(admin().urlEncodingEnabled(false).get(path).then(), 404);
        isProblem(sending("{}").urlEncodingEnabled(false).patch(path).then(), 404);
        isProblem(admin().urlEncodingEnabled(false).delete(path).then(), 404);
    }

    @Test
    void there_is_a_greatest_number_of_rules() {
        door.run("INSERT INTO limit_rule (name, scope, subject, changed_by, changed_at)"
                + " SELECT 'r' || i, 'NODE', i, 'test', now() FROM generate_series(1, " + LimitRulesResource.MAX_RULES
                + ") AS i");
        isProblem(make("'name':'x','scope':'network'").then(), 409);
    }

    private void partnersAndTheirHost() {
        door.run("INSERT INTO account_group VALUES ('partners'); INSERT INTO virtual_host VALUES ('ftp.example.org')");
    }

    private static Response make(String fields) {
        return sending("{" + fields.replace('\'', '"') + "}").post(RULES);
    }

    private static Response change(String name, String fields) {
        return sending("{" + fields.replace('\'', '"') + "}").patch(RULES + "/" + name);
    }

    private String eviction(UUID session) {
        return door.text("SELECT eviction FROM session WHERE id = '" + session + "'");
    }
}
