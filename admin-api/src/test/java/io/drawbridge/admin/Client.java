package io.drawbridge.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** How tests talk to the API, and what they expect of every problem. */
public final class Client {
    public static final String PASSWORD = "correct horse";

    private Client() {
    }

    public static RequestSpecification admin() {
        return as("admin", PASSWORD);
    }

    public static RequestSpecification as(String administrator, String password) {
        return given().auth().preemptive().basic(administrator, password);
    }

    /** The administrator, who sends this body. */
    public static RequestSpecification sending(String json) {
        return admin().contentType(ContentType.JSON).body(json);
    }

    public static ValidatableResponse isProblem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType("application/problem+json")
                .body("type", equalTo("about:blank")).body("status", equalTo(status))
                .body("title", not(emptyString())).body("detail", not(emptyString()));
    }

    /** A 400 that names these fields and no others. */
    public static void isAbout(ValidatableResponse response, String... fields) {
        isProblem(response, 400).body("errors.field", containsInAnyOrder(fields));
    }
}
