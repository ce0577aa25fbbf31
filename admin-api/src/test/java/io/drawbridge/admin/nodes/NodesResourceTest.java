package io.drawbridge.admin.nodes;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.sending;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NodesResourceTest {
    private static final String NODES = "/api/v1/nodes";

    private final Door door;

    NodesResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void nobody_is_alive_at_first() {
        admin().get(NODES).then().statusCode(200).body("items", empty()).body("total", equalTo(0))
                .body("applied.nodes", equalTo(0)).body("applied.of", equalTo(0));
    }

    @Test
    void nodes_say_what_they_hold() {
        door.sessionOn("ftp-1", "192.0.2.7", null);
        door.sessionOn("ftp-1", "192.0.2.7", null);
        door.node("ftp-0");
        door.run("UPDATE node SET waiting = 3 WHERE name = 'ftp-0'");

        admin().get(NODES).then().statusCode(200).body("total", equalTo(2)).body("items.name", contains("ftp-0", "ftp-1"))
                .body("items.sessions", contains(0, 2)).body("items.waiting", contains(3, 0))
                .body("items[0].startedAt", notNullValue()).body("items[0].leaseUntil", notNullValue());
        door.forget("ftp-1");
        admin().get(NODES).then().body("items.name", contains("ftp-0"));
    }

    @Test
    void a_change_is_applied_on_those_that_have_beaten_since() {
        door.node("ftp-0");
        door.node("ftp-1");
        sending("{\"maxSessions\":5}").patch("/api/v1/limits").then().statusCode(200);
        beat("ftp-0");

        int version = admin().get(NODES).then().body("applied.nodes", equalTo(1)).body("applied.of", equalTo(2))
                .extract().path("configurationVersion");
        admin().get(NODES).then().body("items.configurationVersion", contains(version, 0));
        beat("ftp-1");
        admin().get(NODES).then().body("applied.nodes", equalTo(2));
        sending("{\"maxSessions\":6}").patch("/api/v1/limits").then().statusCode(200);
        admin().get(NODES).then().body("applied.nodes", equalTo(0)).body("configurationVersion", equalTo(version + 1));
    }

    private void beat(String node) {
        door.run("SELECT beat(name, epoch, interval '1 minute', 0, 'en', '{}', '{}', '{}', '{}', '{}') FROM node WHERE name = '"
                + node + "'");
    }
}
