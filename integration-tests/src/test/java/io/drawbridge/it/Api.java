package io.drawbridge.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.awaitility.Awaitility;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;

/** The REST API, as an administrator uses it. */
public record Api(URI base, String password) {
    private static final Duration SOON = Duration.ofSeconds(30);

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Session(String id, String node, String remoteAddress, String account, String state, long bytesReceived) {
    }

    public static Api of(DrawbridgeProcess program) {
        return new Api(program.api(), Launch.ADMIN_PASSWORD);
    }

    private RequestSpecification request() {
        return given().baseUri(base.toString()).basePath("/api/v1").auth().preemptive().basic("admin", password);
    }

    private RequestSpecification json(String body) {
        return request().contentType(ContentType.JSON).body(body);
    }

    /** What it answers, word for word. */
    public String answer(String path) {
        return request().get(path).then().statusCode(200).extract().asString();
    }

    /** What a client gets that asks for anything but JSON. */
    public int statusForAsking(String mediaType, String path) {
        return request().accept(mediaType).get(path).statusCode();
    }

    /** Its password is {@link #passwordOf}, its home is its name. */
    public void makeAccount(String name) {
        json("{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, passwordOf(name)))
                .post("/accounts").then().statusCode(201);
    }

    public static String passwordOf(String account) {
        return "secret-of-" + account;
    }

    public List<String> accounts() {
        return request().get("/accounts").then().statusCode(200).extract().path("items.name");
    }

    public void giveHome(String account, String home) {
        json("{\"home\":\"%s\"}".formatted(home)).patch("/accounts/{name}", account).then().statusCode(200);
    }

    public void disable(String account) {
        json("{\"enabled\":false}").patch("/accounts/{name}", account).then().statusCode(200);
    }

    /** Null for no limit. */
    public void limit(Integer all, Integer perAddress, Integer perAccount) {
        json("{\"maxSessions\":%s,\"maxSessionsPerAddress\":%s,\"maxSessionsPerAccount\":%s}"
                .formatted(all, perAddress, perAccount)).patch("/limits").then().statusCode(200);
    }

    public void limit(Integer all) {
        limit(all, null, null);
    }

    public void close(String message, int retryAfterSeconds) {
        json("{\"enabled\":true,\"message\":\"%s\",\"retryAfterSeconds\":%d}".formatted(message, retryAfterSeconds))
                .put("/maintenance").then().statusCode(200);
    }

    public void open() {
        json("{\"enabled\":false}").put("/maintenance").then().statusCode(200);
    }

    /** @param network of which as many places of the cluster are kept free as are not used by it */
    public void reserve(String name, int sessions, String network) {
        json("{\"name\":\"%s\",\"sessions\":%d,\"networks\":[\"%s\"]}".formatted(name, sessions, network))
                .post("/reserves").then().statusCode(201);
    }

    /** Whoever comes from there is never banned. */
    public void allow(String network) {
        json("{\"access\":\"allow\"}").put("/access/" + network).then().statusCode(201);
    }

    public void ban(String address) {
        json("{\"network\":\"%s\",\"seconds\":3600,\"reason\":\"a test\"}".formatted(address))
                .post("/bans").then().statusCode(201);
    }

    public void revokeBan(String address) {
        request().delete("/bans/" + address).then().statusCode(204);
    }

    public List<Session> sessions() {
        List<Session> all = new ArrayList<>();
        String after = "";
        do {
            JsonPath page = request().get("/sessions?limit=500" + after).then().statusCode(200).extract().jsonPath();
            all.addAll(page.getList("items", Session.class));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        } while (after != null);
        return all;
    }

    public int total() {
        return request().get("/sessions").then().statusCode(200).extract().path("total");
    }

    public void end(Session session) {
        request().delete("/sessions/{id}", session.id()).then().statusCode(204);
    }

    public void drain(String node, String message) {
        json("{\"message\":\"%s\"}".formatted(message)).put("/nodes/{node}/drain", node).then().statusCode(201);
    }

    public void resume(String node) {
        request().delete("/nodes/{node}/drain", node).then().statusCode(204);
    }

    /**
     * What has been counted in the last hour.
     *
     * @param what as the items of the statistics name it
     * @param node null for the cluster
     */
    public long counted(String what, String node) {
        JsonPath hour = request().queryParam("step", 86400).queryParams(node == null ? Map.of() : Map.of("node", node))
                .get("/statistics").then().statusCode(200).extract().jsonPath();
        return hour.getList("items." + what, Long.class).stream().filter(Objects::nonNull).mapToLong(Long::longValue).sum();
    }

    public void awaitTotal(int total) {
        Awaitility.await().atMost(SOON).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(total())
                        .as("sessions in total").isEqualTo(total));
    }
}
