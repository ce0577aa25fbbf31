package io.drawbridge.admin.accounts;

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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.account.Passwords;
import io.drawbridge.admin.Door;
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccountsResourceTest {
    private static final String ACCOUNTS = "/api/v1/accounts";
    private static final String ALICE = ACCOUNTS + "/alice";
    private static final String PASSWORD = "open sesame";

    private final Door door;
    private final Passwords passwords;

    AccountsResourceTest(Door door, Passwords passwords) {
        this.door = door;
        this.passwords = passwords;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void an_account_is_made_with_a_home_of_its_name() {
        sending("{\"name\":\"alice\",\"password\":\"" + PASSWORD + "\"}").post(ACCOUNTS).then().statusCode(201)
                .header("Location", endsWith(ALICE))
                .body("name", equalTo("alice")).body("home", equalTo("alice")).body("enabled", equalTo(true));

        assertThat(passwords.matches(PASSWORD, hashOf("alice"))).isTrue();
    }

    @Test
    void an_account_is_made_as_it_is_wanted() {
        String made = sending("{\"name\":\"สมชาย\",\"password\":\"" + PASSWORD + "\",\"home\":\"team/one\",\"enabled\":false}")
                .post(ACCOUNTS).then().statusCode(201).body("home", equalTo("team/one")).body("enabled", equalTo(false))
                .extract().asString();

        assertThat(admin().get(ACCOUNTS + "/{name}", "สมชาย").then().statusCode(200).extract().asString()).isEqualTo(made);
    }

    @Test
    void an_account_may_have_to_use_TLS_and_log_in_with_certificates() {
        String digits = "0123456789ABCDEF".repeat(4);
        String colons = digits.replaceAll("..(?!$)", "$0:");
        sending("{\"name\":\"alice\",\"password\":\"" + PASSWORD + "\",\"tlsRequired\":true,\"certificates\":[\"" + colons
                + "\",\"" + digits + "\"]}").post(ACCOUNTS).then().statusCode(201)
                .body("tlsRequired", equalTo(true)).body("certificates", contains(digits.toLowerCase(Locale.ROOT)));
        sending("{\"certificates\":[]}").patch(ALICE).then().statusCode(200)
                .body("tlsRequired", equalTo(true)).body("certificates.size()", equalTo(0));
        sending("{\"tlsRequired\":false,\"certificates\":null}").patch(ALICE).then().statusCode(400);
        admin().get(ALICE).then().body("tlsRequired", equalTo(true));
        isAbout(sending("{\"certificates\":[" + ("\"" + digits + "\",").repeat(10) + "\"" + digits + "\"]}").patch(ALICE)
                .then(),
                "certificates");
    }

    @Test
    void accounts_are_listed_by_name_and_never_with_a_password() {
        make("bob");
        make("alice");

        String list = admin().get(ACCOUNTS).then().statusCode(200).body("items.name", contains("alice", "bob"))
                .body("total", equalTo(2)).extract().asString();
        assertThat(list).doesNotContain("assword", PASSWORD, "argon2");
    }

    @Test
    void an_account_may_what_is_said_of_it_from_where_and_until_when() {
        sending("{\"name\":\"alice\",\"password\":\"" + PASSWORD
                + "\",\"permissions\":[\"upload\",\"list\",\"list\"],\"allowedNetworks\":[\"192.0.2.7\",\"2001:db8::/32\"],"
                + "\"expiresAt\":\"2030-01-01T07:00:00+07:00\"}").post(ACCOUNTS).then().statusCode(201)
                .body("permissions", contains("list", "upload")).body("expiresAt", equalTo("2030-01-01T00:00:00Z"))
                .body("allowedNetworks", contains("192.0.2.7/32", "2001:db8::/32"));
        sending("{\"home\":\"elsewhere\",\"permissions\":[]}").patch(ALICE).then().statusCode(200)
                .body("permissions", empty()).body("expiresAt", equalTo("2030-01-01T00:00:00Z"))
                .body("allowedNetworks.size()", equalTo(2));
        sending("{\"permissions\":null,\"allowedNetworks\":null,\"expiresAt\":null}").patch(ALICE).then().statusCode(200)
                .body("permissions", nullValue()).body("allowedNetworks", nullValue()).body("expiresAt", nullValue());
        isAbout(sending("{\"expiresAt\":\"2030-02-30\"}").patch(ALICE).then(), "expiresAt");
        isAbout(sending("{\"allowedNetworks\":[" + "\"192.0.2.7\",".repeat(32) + "\"192.0.2.8\"]}").patch(ALICE).then(),
                "allowedNetworks");
    }

    @Test
    void accounts_are_searched_and_read_page_by_page() {
        door.run("INSERT INTO account_group (name) VALUES ('partners')");
        door.run("INSERT INTO account (name, password_hash, home, enabled, group_name) VALUES ('ann', '', 'a', true, NULL),"
                + " ('hANna', '', 'a', false, 'partners'), ('joanne', '', 'a', true, 'partners'), ('bob', '', 'b', true, NULL)");

        assertThat(found("search=aNN")).containsExactlyInAnyOrder("ann", "hANna", "joanne");
        assertThat(found("search=%25")).isEmpty();
        assertThat(found("group=partners&enabled=true")).containsExactly("joanne");
        assertThat(found("enabled=false")).containsExactly("hANna");
        assertThat(found("group=nobody")).isEmpty();

        List<String> all = found("limit=500");
        List<String> paged = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = admin().get(ACCOUNTS + "?limit=1" + after).then().statusCode(200).body("total", equalTo(4))
                    .extract().jsonPath();
            paged.addAll(page.getList("items.name"));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        }
        assertThat(paged).containsExactlyElementsOf(all).hasSize(4);
    }

    private static List<String> found(String query) {
        return admin().urlEncodingEnabled(false).get(ACCOUNTS + "?" + query).then().statusCode(200).extract()
                .jsonPath().getList("items.name");
    }

    @ParameterizedTest
    @CsvSource({ "search=%0A,search", "search=a%00b,search", "group=A,group", "enabled=yes,enabled", "limit=0,limit",
            "limit=501,limit", "after=.,after", "after=a%00b,after" })
    void a_list_that_cannot_be_is_not_made(String query, String field) {
        isAbout(admin().urlEncodingEnabled(false).get(ACCOUNTS + "?" + query).then(), field);
    }

    @Test
    void a_name_is_taken_only_once() {
        make("alice");
        isProblem(sending("{\"name\":\"alice\",\"password\":\"something else\"}").post(ACCOUNTS).then(), 409);

        assertThat(passwords.matches(PASSWORD, hashOf("alice"))).isTrue();
    }

    @Test
    void of_two_who_take_a_name_at_once_one_gets_it() {
        List<Integer> answers = IntStream.range(0, 4).parallel()
                .map(i -> sending("{\"name\":\"alice\",\"password\":\"" + PASSWORD + "\"}").post(ACCOUNTS).statusCode())
                .sorted().boxed().toList();

        assertThat(answers).containsExactly(201, 409, 409, 409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'password':'open sesame'                                  | name",
            "'name':null,'password':'open sesame'                      | name",
            "'name':'','password':'open sesame'                        | name",
            "'name':'.alice','password':'open sesame'                  | name",
            "'name':'a/b','password':'open sesame'                     | name",
            "'name':'a\\u0000b','password':'open sesame'               | name",
            "'name':'a\\ud800b','password':'open sesame'               | name",
            "'name':7,'password':'open sesame'                         | name",
            "'name':'alice'                                            | password",
            "'name':'alice','password':null                            | password",
            "'name':'alice','password':''                              | password",
            "'name':'alice','password':12345678                        | password",
            "'name':'alice','password':'open\\nsesame'                 | password",
            "'name':'alice','password':'open sesame','home':''         | home",
            "'name':'alice','password':'open sesame','home':'../x'     | home",
            "'name':'alice','password':'open sesame','home':'/x'       | home",
            "'name':'alice','password':'open sesame','home':'x/'       | home",
            "'name':'alice','password':'open sesame','home':'x//y'     | home",
            "'name':'alice','password':'open sesame','home':false      | home",
            "'name':'alice','password':'open sesame','enabled':'no'    | enabled",
            "'name':'alice','password':'open sesame','enabled':0       | enabled",
            "'name':'alice','password':'open sesame','tlsRequired':1   | tlsRequired",
            "'name':'alice','password':'open sesame','certificates':[null] | certificates",
            "'name':'alice','password':'open sesame','permissions':['fly'] | permissions",
            "'name':'alice','password':'open sesame','permissions':[null] | permissions",
            "'name':'alice','password':'open sesame','permissions':'list' | permissions",
            "'name':'alice','password':'open sesame','allowedNetworks':[] | allowedNetworks",
            "'name':'alice','password':'open sesame','allowedNetworks':[null] | allowedNetworks",
            "'name':'alice','password':'open sesame','allowedNetworks':['192.0.2.1/24'] | allowedNetworks",
            "'name':'alice','password':'open sesame','expiresAt':'soon' | expiresAt",
            "'name':'alice','password':'open sesame','expiresAt':7      | expiresAt",
            "'name':'alice','password':'open sesame','certificates':['ab'] | certificates",
            "'name':'alice','password':'open sesame','certificates':'ab'   | certificates",
            "'name':'alice','password':'open sesame','createdAt':null  | createdAt" })
    void what_breaks_a_rule_is_named_and_no_account_is_made(String fields, String field) {
        isAbout(sending("{" + fields.replace('\'', '"') + "}").post(ACCOUNTS).then(), field);
        admin().get(ACCOUNTS).then().body("total", equalTo(0));
    }

    @Test
    void names_and_passwords_have_a_greatest_length() {
        isAbout(sending("{\"name\":\"%s\",\"password\":\"%s\"}".formatted("a".repeat(65), "p".repeat(257))).post(ACCOUNTS)
                .then(), "name", "password");
        sending("{\"name\":\"%s\",\"password\":\"%s\"}".formatted("a".repeat(64), "p".repeat(256))).post(ACCOUNTS).then()
                .statusCode(201);
    }

    @Test
    void what_is_sent_changes_and_the_rest_stays() {
        make("alice");
        String before = hashOf("alice");

        sending("{\"home\":\"team/alice\"}").patch(ALICE).then().statusCode(200).body("home", equalTo("team/alice"))
                .body("enabled", equalTo(true));
        assertThat(hashOf("alice")).isEqualTo(before);

        admin().contentType("application/merge-patch+json").body("{\"password\":\"open barley\"}").patch(ALICE).then()
                .statusCode(200).body("home", equalTo("team/alice"));
        assertThat(passwords.matches("open barley", hashOf("alice"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'home':'new','password':null     | password",
            "'home':'new','password':''       | password",
            "'home':'new','password':1234567890 | password",
            "'home':null                      | home",
            "'home':'../new'                  | home",
            "'home':'new','enabled':null      | enabled",
            "'home':'new','enabled':'false'   | enabled",
            "'home':'new','enabled':''        | enabled",
            "'home':'new','name':'bob'        | name",
            "'home':'new','createdAt':null    | createdAt" })
    void what_breaks_a_rule_is_named_and_the_account_stays_as_it_was(String fields, String field) {
        make("alice");
        isAbout(sending("{" + fields.replace('\'', '"') + "}").patch(ALICE).then(), field);
        admin().get(ALICE).then().body("home", equalTo("alice")).body("enabled", equalTo(true));
        assertThat(passwords.matches(PASSWORD, hashOf("alice"))).isTrue();
    }

    @Test
    void to_disable_an_account_ends_its_sessions() throws Exception {
        make("alice");
        UUID here = door.sessionOn("ftp-0", "192.0.2.7", "alice");
        UUID there = door.sessionOn("ftp-1", "192.0.2.8", "alice");
        UUID alsoThere = door.sessionOn("ftp-1", "192.0.2.8", "alice");
        UUID bob = door.sessionOn("ftp-2", "192.0.2.9", "bob");

        try (Notices notices = new Notices()) {
            sending("{\"enabled\":false}").patch(ALICE).then().statusCode(200).body("enabled", equalTo(false));
            // One a node, and none before them: a notice of another one would have come earlier.
            assertThat(notices.receive(3)).containsExactlyInAnyOrder(new Notice.ConfigurationChanged(),
                    new Notice.SessionsKicked("ftp-0"), new Notice.SessionsKicked("ftp-1"));
        }
        assertThat(List.of(here, there, alsoThere)).allSatisfy(id -> assertThat(door.kickedBy(id)).isEqualTo("admin"));
        assertThat(door.kickedBy(bob)).isNull();
    }

    @Test
    void a_change_that_leaves_it_enabled_ends_no_session() {
        make("alice");
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", "alice");
        sending("{\"home\":\"elsewhere\",\"password\":\"open barley\"}").patch(ALICE).then().statusCode(200);
        assertThat(door.kickedBy(id)).isNull();
    }

    @Test
    void to_delete_an_account_ends_its_sessions() throws Exception {
        make("alice");
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", "alice");

        try (Notices notices = new Notices()) {
            admin().delete(ALICE).then().statusCode(204);
            assertThat(notices.receive(2)).containsExactly(new Notice.ConfigurationChanged(),
                    new Notice.SessionsKicked("ftp-0"));
        }
        assertThat(door.kickedBy(id)).isEqualTo("admin");
        isProblem(admin().get(ALICE).then(), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = { "nobody", "a%00b", "..%2Fx", "%20" })
    void an_account_that_is_not_there_is_not_found(String name) {
        String path = ACCOUNTS + "/" + name;
        isProblem(admin().urlEncodingEnabled(false).get(path).then(), 404);
        isProblem(sending("{}").urlEncodingEnabled(false).patch(path).then(), 404);
        isProblem(admin().urlEncodingEnabled(false).delete(path).then(), 404);
    }

    private void make(String name) {
        sending("{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}").post(ACCOUNTS).then().statusCode(201);
    }

    private String hashOf(String name) {
        return door.text("SELECT password_hash FROM account WHERE name = '" + name + "'");
    }
}
