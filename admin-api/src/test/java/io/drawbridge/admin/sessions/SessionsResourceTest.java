package io.drawbridge.admin.sessions;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import java.net.InetAddress;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

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
}
