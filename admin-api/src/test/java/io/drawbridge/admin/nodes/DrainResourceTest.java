package io.drawbridge.admin.nodes;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
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

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DrainResourceTest {
    private static final String DRAIN = "/api/v1/nodes/ftp-0/drain";

    private final Door door;

    DrainResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void two_nodes() {
        door.reset();
        door.run("DELETE FROM node_drain");
        door.node("ftp-0");
        door.node("ftp-1");
    }

    @Test
    void a_node_is_drained_and_taken_back() {
        isProblem(admin().get(DRAIN).then(), 404);
        sending("{\"drainSeconds\":600,\"message\":\"new disks\"}").put(DRAIN).then().statusCode(201)
                .header("Location", endsWith(DRAIN)).header("ETag", notNullValue()).body("node", equalTo("ftp-0"))
                .body("drainSeconds", equalTo(600)).body("message", equalTo("new disks")).body("changedBy", equalTo("admin"));
        admin().get("/api/v1/nodes").then().body("items.draining", contains(true, false))
                .body("items[0].heardAt", notNullValue());
        String since = admin().get(DRAIN).then().statusCode(200).extract().path("since");
        sending("{}").put(DRAIN).then().statusCode(200).body("since", equalTo(since)).body("drainSeconds", nullValue())
                .body("version", equalTo(2));

        admin().delete(DRAIN).then().statusCode(204);
        isProblem(admin().delete(DRAIN).then(), 404);
        admin().get("/api/v1/nodes").then().body("items.draining", contains(false, false));
        admin().get("/api/v1/audit?kind=node&name=ftp-0&limit=3").then()
                .body("items.action", contains("deleted", "changed", "created"));
    }

    @Test
    void it_refuses_newcomers_and_sends_away_who_is_idle_while_others_admit() {
        door.sessionOn("ftp-0", "192.0.2.7", null);
        sending("{\"drainSeconds\":0,\"message\":\"new disks\"}").put(DRAIN).then().statusCode(201);
        admin().get("/api/v1/explain?address=192.0.2.8&node=ftp-0").then().body("reply", equalTo(421))
                .body("reason", equalTo("draining"));
        admin().get("/api/v1/explain?address=192.0.2.8&node=ftp-1").then().body("reply", equalTo(220));
    }

    @Test
    void only_what_was_read_is_changed() {
        String tag = sending("{}").put(DRAIN).then().statusCode(201).extract().header("ETag");
        sending("{\"drainSeconds\":5}").header("If-Match", tag).put(DRAIN).then().statusCode(200);
        isProblem(sending("{}").header("If-Match", tag).put(DRAIN).then(), 412);
        isProblem(admin().header("If-Match", tag).delete(DRAIN).then(), 412);
        isProblem(sending("{}").header("If-None-Match", "*").put(DRAIN).then(), 412);
        String now = admin().get(DRAIN).then().extract().header("ETag");
        admin().header("If-None-Match", now).get(DRAIN).then().statusCode(304);
        admin().header("If-Match", now).delete(DRAIN).then().statusCode(204);
    }

    @Test
    void a_drain_stays_while_its_node_is_away_and_no_other_begins() {
        sending("{}").put(DRAIN).then().statusCode(201);
        door.forget("ftp-0");
        sending("{\"drainSeconds\":5}").put(DRAIN).then().statusCode(200);
        admin().delete(DRAIN).then().statusCode(204);
        isProblem(sending("{}").put(DRAIN).then(), 404);
        isProblem(sending("{}").put("/api/v1/nodes/a b/drain").then(), 404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"drainSeconds":-1}          | drainSeconds
            {"drainSeconds":604801}      | drainSeconds
            {"message":"a\\nb"}           | message
            {"until":"tomorrow"}         | until
            """)
    void what_is_sent_wrongly_is_named(String body, String field) {
        isAbout(sending(body).put(DRAIN).then(), field);
    }

    @Test
    void nobody_drains_without_a_login() {
        isProblem(given().contentType("application/json").body("{}").put(DRAIN).then(), 401);
    }
}
