package io.drawbridge.admin.sessions;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.net.InetAddress;
import java.util.ArrayList;
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
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SessionsResourceTest {
    private static final String SESSIONS = "/api/v1/sessions";

    private final Door door;

    SessionsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void nobody_is_inside_at_first() {
        admin().get(SESSIONS).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
    }

    @Test
    void those_inside_are_listed_oldest_first() throws Exception {
        UUID stranger = door.sessionOn("ftp-0", "192.0.2.7", null);
        UUID alice = door.sessionOn("ftp-1", "2001:db8::1", "alice");
        door.run(
                "UPDATE session SET state = 'TRANSFERRING', bytes_received = 5000000000, bytes_sent = 7, host = 'ftp.example.org', reserve = 'operators' WHERE id = '"
                        + alice
                        + "'");

        String address = admin().get(SESSIONS).then().statusCode(200)
                .body("total", equalTo(2))
                .body("items.id", contains(stranger.toString(), alice.toString()))
                .body("items.node", contains("ftp-0", "ftp-1"))
                .body("items.listener", contains("ftp", "ftp")).body("items.host", contains(null, "ftp.example.org"))
                .body("items.reserve", contains(null, "operators"))
                .body("items.account", contains(null, "alice"))
                .body("items.state", contains("connected", "transferring"))
                .body("items[0].remoteAddress", equalTo("192.0.2.7"))
                .body("items[0].connectedAt", notNullValue()).body("items[0].lastActivityAt", notNullValue())
                .body("items[1].bytesReceived", equalTo(5_000_000_000L)).body("items[1].bytesSent", equalTo(7))
                .extract().path("items[1].remoteAddress");
        assertThat(InetAddress.getByName(address)).isEqualTo(InetAddress.getByName("2001:db8::1"));
        assertThat(address).doesNotContain("/");
    }

    @Test
    void sessions_of_a_dead_node_are_not_inside() {
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", null);
        UUID alive = door.sessionOn("ftp-1", "192.0.2.8", null);
        door.forget("ftp-0");

        admin().get(SESSIONS).then().body("items.id", contains(alive.toString()));
        isProblem(admin().delete(SESSIONS + "/" + id).then(), 404);
        assertThat(door.kickedBy(id)).isNull();
    }

    @Test
    void to_end_a_session_its_node_is_told_who_wants_it() throws Exception {
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", null);
        UUID other = door.sessionOn("ftp-0", "192.0.2.7", null);

        try (Notices notices = new Notices()) {
            admin().delete(SESSIONS + "/" + id).then().statusCode(204);

            assertThat(notices.receive(1)).containsExactly(new Notice.SessionsKicked("ftp-0"));
        }
        assertThat(door.kickedBy(id)).isEqualTo("admin");
        assertThat(door.kickedBy(other)).isNull();
    }

    @Test
    void to_end_it_twice_is_no_error() {
        UUID id = door.sessionOn("ftp-0", "192.0.2.7", null);
        admin().delete(SESSIONS + "/" + id).then().statusCode(204);
        admin().delete(SESSIONS + "/" + id).then().statusCode(204);
    }

    @Test
    void a_session_that_is_not_there_cannot_be_ended() {
        isProblem(admin().delete(SESSIONS + "/" + UUID.randomUUID()).then(), 404);
        isProblem(admin().delete(SESSIONS + "/not-an-id").then(), 404);
    }

    @ParameterizedTest
    @CsvSource({ "account=alice,1", "account=nobody,0", "address=192.0.2.7,1", "address=192.0.2.0/24,2",
            "address=2001:db8::/32,1",
            "node=ftp-0,2", "listener=ftp,3", "listener=ftps,0", "host=ftp.example.org,1", "state=connected,2",
            "state=transferring,1", "idleSeconds=0,3", "idleSeconds=600,1", "node=ftp-0&state=connected,1",
            "node=ftp-0&account=nobody,0" })
    void those_that_are_meant_are_listed_and_counted(String query, int matches) {
        three();
        admin().get(SESSIONS + "?" + query).then().statusCode(200).body("items.size()", equalTo(matches))
                .body("total", equalTo(matches));
    }

    /** Of whom alice transfers on ftp-0, one is silent, and one is far away. */
    private void three() {
        UUID alice = door.sessionOn("ftp-0", "192.0.2.7", "alice");
        UUID silent = door.sessionOn("ftp-0", "192.0.2.8", null);
        door.sessionOn("ftp-1", "2001:db8::1", null);
        door.run("UPDATE session SET state = 'TRANSFERRING', host = 'ftp.example.org' WHERE id = '" + alice + "';"
                + "UPDATE session SET last_activity_at = now() - interval '1 hour' WHERE id = '" + silent + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "connectedAt", "-connectedAt", "lastActivityAt", "-lastActivityAt" })
    void a_long_list_is_read_page_by_page_and_nobody_is_left_out_or_comes_twice(String sort) {
        for (int i = 0; i < 7; i++) {
            door.sessionOn("ftp-0", "192.0.2." + i, null);
        }
        // Two of one moment have a place each.
        door.run("UPDATE session SET connected_at = date_trunc('minute', connected_at), last_activity_at = connected_at");
        List<String> whole = admin().get(SESSIONS + "?sort=" + sort).then().body("next", nullValue()).extract()
                .path("items.id");
        List<String> read = new ArrayList<>();
        String after = "";
        do {
            JsonPath page = admin().get(SESSIONS + "?limit=3&sort=" + sort + after).then().body("total", equalTo(7)).extract()
                    .jsonPath();
            read.addAll(page.getList("items.id"));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        } while (after != null);
        assertThat(read).hasSize(7).containsExactlyElementsOf(whole);
    }

    @Test
    void those_that_match_are_ended_and_the_others_stay() {
        three();
        admin().delete(SESSIONS + "?node=ftp-0&preview=true").then().statusCode(200).body("matched", equalTo(2))
                .body("ended", equalTo(0));
        assertThat(door.text("SELECT count(*) FROM session WHERE kicked_by IS NOT NULL")).isEqualTo("0");

        admin().delete(SESSIONS + "?node=ftp-0&reason=INC-7").then().statusCode(200).body("matched", equalTo(2))
                .body("ended", equalTo(2));
        assertThat(door.text("SELECT string_agg(DISTINCT node, ',') FROM session WHERE kicked_by = 'admin'"))
                .isEqualTo("ftp-0");
        admin().get("/api/v1/audit?kind=session&limit=2").then().body("items.reason", contains("INC-7", "INC-7"))
                .body("items.before.node", contains("ftp-0", "ftp-0"));
    }

    @Test
    void to_end_all_is_said_in_so_many_words() throws Exception {
        three();
        isAbout(admin().delete(SESSIONS).then(), "all");
        isAbout(admin().delete(SESSIONS + "?preview=true").then(), "all");
        try (Notices notices = new Notices()) {
            admin().delete(SESSIONS + "?all=true").then().statusCode(200).body("ended", equalTo(3));
            assertThat(notices.receive(2)).containsExactlyInAnyOrder(new Notice.SessionsKicked("ftp-0"),
                    new Notice.SessionsKicked("ftp-1"));
        }
    }

    @ParameterizedTest
    @CsvSource({ "account=a/b,account", "address=x,address", "address=192.0.2.7/24,address", "node=a b,node",
            "listener=A,listener",
            "host=-,host", "state=asleep,state", "idleSeconds=-1,idleSeconds", "limit=0,limit", "sort=name,sort",
            "after=x,after" })
    void what_is_asked_wrongly_is_named(String query, String field) {
        isAbout(admin().get(SESSIONS + "?" + query).then(), field);
    }

    @ParameterizedTest
    @CsvSource({ "account=a/b,account", "account=alice&preview=yes,preview", "all=yes,all" })
    void what_is_wished_wrongly_is_named_and_nobody_ended(String query, String field) {
        three();
        admin().delete(SESSIONS + "?" + query).then().statusCode(400).body("errors.field", hasItem(field));
        assertThat(door.text("SELECT count(*) FROM session WHERE kicked_by IS NOT NULL")).isEqualTo("0");
    }
}
