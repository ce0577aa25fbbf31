package io.drawbridge.admin.audit;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditResourceTest {
    private static final String API = "/api/v1/";
    private static final String AUDIT = API + "audit";

    /** Of the API, all that change something, in an order in which each can be done. */
    private static final List<String> CHANGES = List.of(
            "PUT maintenance {'enabled':true,'message':'Back soon'}",
            "PATCH limits {'maxSessions':7}",
            "POST groups {'name':'partners'}",
            "PATCH groups/partners {'permissions':['list']}",
            "POST hosts {'name':'ftp.example.org'}",
            "PATCH hosts/ftp.example.org {'banner':'Welcome'}",
            "POST accounts {'name':'alice','password':'open sesame'}",
            "PATCH accounts/alice {'group':'partners'}",
            "PATCH accounts/alice {'permissions':['make_directory'],'allowedNetworks':['192.0.2.0/24'],'expiresAt':'2030-01-01T00:00:00Z'}",
            "POST limits/rules {'name':'few','scope':'group','subject':'partners','maxSessions':2}",
            "PATCH limits/rules/few {'maxSessions':3}",
            "POST reserves {'name':'operators','sessions':1,'accounts':['alice']}",
            "PATCH reserves/operators {'sessions':2}",
            "POST maintenance/windows {'name':'night','scope':'cluster','mode':'refuse','startsAt':'2030-01-01T00:00:00Z'}",
            "PATCH maintenance/windows/night {'reason':'backup'}",
            "PUT access/192.0.2.0/24 {'access':'deny'}",
            "PUT access/192.0.2.0/24 {'access':'allow'}",
            "PATCH protection {'threshold':300}",
            "POST bans {'network':'198.51.100.7','seconds':60}",
            "POST administrators {'name':'dora','password':'open sesame'}",
            "PATCH administrators/dora {'password':'close sesame'}",
            "DELETE administrators/dora",
            "POST tokens {'name':'job'}",
            "DELETE tokens/job",
            "DELETE bans/198.51.100.7/32",
            "DELETE access/192.0.2.0/24",
            "DELETE maintenance/windows/night",
            "DELETE reserves/operators",
            "DELETE limits/rules/few",
            "DELETE accounts/alice",
            "DELETE hosts/ftp.example.org",
            "DELETE groups/partners");

    private final Door door;

    AuditResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    private long changes() {
        return Long.parseLong(door.text("SELECT count(*) FROM audit"));
    }

    private static int ask(String change) {
        String[] words = change.split(" ", 3);
        String path = API + words[1] + "?reason=INC 7";
        return words.length == 2 ? admin().delete(path).statusCode()
                : sending(words[2].replace('\'', '"')).request(words[0], path).statusCode();
    }

    @Test
    void every_change_is_written_down_once_with_who_from_where_and_why() {
        for (String change : CHANGES) {
            long before = changes();
            assertThat(ask(change)).as(change).isBetween(200, 204);

            assertThat(changes()).as(change).isEqualTo(before + 1);
            admin().get(AUDIT + "?limit=1").then().body("items[0].actor", equalTo("admin"))
                    .body("items[0].address", equalTo("127.0.0.1")).body("items[0].reason", equalTo("INC 7"));
        }
    }

    @Test
    void what_was_before_and_after_is_told_in_the_words_of_the_API() {
        sending("{\"maxSessions\":7,\"evict\":\"oldest\"}").patch(API + "limits").then().statusCode(200);

        admin().get(AUDIT + "?kind=limits&limit=1").then().statusCode(200)
                .body("items[0].kind", equalTo("limits")).body("items[0].name", equalTo(""))
                .body("items[0].action", equalTo("changed")).body("items[0].reason", nullValue())
                .body("items[0].before.maxSessions", nullValue()).body("items[0].before.evict", equalTo("none"))
                .body("items[0].after.maxSessions", equalTo(7)).body("items[0].after.evict", equalTo("oldest"))
                .body("items[0].after.version", nullValue());
    }

    @Test
    void a_password_is_never_told_but_that_it_was_changed() {
        ask("POST accounts {'name':'carol','password':'open sesame'}");
        ask("PATCH accounts/carol {'password':'close sesame'}");

        String told = admin().get(AUDIT + "?kind=account&name=carol").then().statusCode(200)
                .body("items.action", contains("changed", "created"))
                .body("items[0].after.passwordChanged", equalTo(true)).extract().asString();
        assertThat(told).doesNotContain("sesame", "argon2", "hash");
    }

    @ParameterizedTest
    @ValueSource(strings = { "PATCH limits {'maxSessions':-1}", "POST groups {'name':'.'}", "DELETE groups/nobody",
            "PATCH limits {}" })
    void what_changes_nothing_is_not_written_down(String request) {
        long before = changes();
        ask(request);
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void who_ended_a_session_is_written_down() {
        UUID session = door.sessionOn("ftp-0", "192.0.2.7", "alice");
        assertThat(ask("DELETE sessions/" + session)).isEqualTo(204);

        admin().get(AUDIT + "?kind=session&limit=1").then().body("items[0].name", equalTo(session.toString()))
                .body("items[0].action", equalTo("ended")).body("items[0].before.account", equalTo("alice"))
                .body("items[0].before.remoteAddress", equalTo("192.0.2.7"));
    }

    @Test
    void it_tells_what_was_in_force_at_a_moment() {
        ask("POST groups {'name':'partners'}");
        ask("PATCH limits {'maxSessions':1}");
        ask("PATCH limits {'maxSessions':2}");
        String moment = door.text("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        ask("PATCH limits {'maxSessions':3}");
        ask("DELETE groups/partners");

        admin().get(AUDIT + "?kind=limits&at=" + moment).then().body("items.after.maxSessions", contains(2));
        admin().get(AUDIT + "?kind=group&name=partners&at=" + moment).then().body("items.name", contains("partners"));
        admin().get(AUDIT + "?kind=group&name=partners&at=2999-01-01T00:00:00Z").then().body("items", empty());
        admin().queryParam("at", "2020-01-01T00:00:00+07:00").get(AUDIT + "?kind=limits").then().body("items", empty());
    }

    @Test
    void a_long_list_is_read_in_pieces() {
        for (int i = 0; i < 5; i++) {
            ask("PATCH limits {'maxSessions':" + i + "}");
        }
        Number next = admin().get(AUDIT + "?kind=limits&limit=2").then()
                .body("items.after.maxSessions", contains(4, 3)).extract().path("next");
        admin().get(AUDIT + "?kind=limits&limit=2&below=" + next).then().body("items.after.maxSessions", contains(2, 1));
        admin().get(AUDIT + "?kind=limits&actor=nobody").then().body("items", empty()).body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource({ "limit=0,limit", "limit=501,limit", "limit=x,limit", "below=x,below", "at=yesterday,at", "kind=%00,kind",
            "name=%00,name", "actor=%00,actor" })
    void what_is_asked_wrongly_is_named(String query, String field) {
        isAbout(admin().urlEncodingEnabled(false).get(AUDIT + "?" + query).then(), field);
    }

    @Test
    void a_reason_has_a_greatest_length() {
        isAbout(sending("{\"name\":\"x\"}").queryParam("reason", "x".repeat(501)).post(API + "groups").then(), "reason");
        isAbout(sending("{\"name\":\"x\"}").queryParam("reason", "a\u0000b").post(API + "groups").then(), "reason");
        sending("{\"name\":\"x\"}").queryParam("reason", "ซ่อมบำรุง").post(API + "groups").then().statusCode(201);
        admin().get(AUDIT + "?limit=1").then().body("items[0].reason", equalTo("ซ่อมบำรุง"));
    }

    @Test
    void who_changes_the_database_by_hand_is_written_down_as_its_user() {
        door.run("UPDATE limits SET max_sessions = 9");
        admin().get(AUDIT + "?limit=1").then().body("items[0].actor", equalTo("database user postgres"))
                .body("items[0].address", nullValue());
    }

    @Test
    void nobody_takes_back_what_was_written() {
        for (String statement : List.of("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "TRUNCATE audit")) {
            assertThatThrownBy(() -> door.run(statement)).hasStackTraceContaining("the audit is only added to");
        }
    }

    @Test
    void what_the_door_does_by_itself_is_not_a_change_of_anybody() {
        long before = changes();
        door.run("INSERT INTO ban (network, since, until, reason, banned_by) VALUES ('192.0.2.7', now(), now(), '', 'x')");
        door.run("UPDATE maintenance_window SET known_until = now()");
        assertThat(changes()).isEqualTo(before);
    }
}
