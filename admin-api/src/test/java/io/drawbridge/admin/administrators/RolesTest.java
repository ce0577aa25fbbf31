package io.drawbridge.admin.administrators;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.as;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Every operation that the OpenAPI document tells of, by everybody. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RolesTest {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    /** Everybody's own. */
    private static final Set<String> EVERYBODYS = Set.of("tokens", "me", "sign-in", "sign-out");
    /** Say who may do what, and in which name: only for admins. */
    private static final Set<String> ADMINS_OWN = Set.of("administrators", "accounts", "groups", "hosts");

    private final Door door;

    RolesTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void one_of_each() {
        for (String role : ROLES) {
            sending("{\"name\":\"a-%1$s\",\"password\":\"open sesame\",\"role\":\"%1$s\"}".formatted(role))
                    .post("/api/v1/administrators").then().statusCode(201);
        }
    }

    @AfterEach
    void only_the_first_one() {
        door.run("DELETE FROM administrator WHERE name <> 'admin'");
    }

    private static String leastFor(String method, String noun) {
        if (noun.equals("administrators")) {
            return "admin";
        }
        if (method.equals("get") || EVERYBODYS.contains(noun)) {
            return "viewer";
        }
        return ADMINS_OWN.contains(noun) ? "admin" : "operator";
    }

    @Test
    void everybody_may_do_what_the_role_says_and_nothing_else() {
        Map<String, Map<String, Object>> paths = admin().get("/q/openapi?format=json").then().statusCode(200).extract()
                .path("paths");
        assertThat(paths).hasSizeGreaterThan(20);
        paths.forEach((path, operations) -> operations.keySet().stream().filter(RolesTest::isMethod).forEach(method -> {
            String noun = path.split("/")[3];
            int least = ROLES.indexOf(leastFor(method, noun));
            // None of these is there, and no body is right: what matters is whether it is looked at.
            String asked = path.replaceAll("\\{network[^}]*}", "192.0.2.0/24").replaceAll("\\{[^}]*}", "999");
            for (String role : ROLES) {
                int status = as("a-" + role, "open sesame").contentType("application/json").body("[]")
                        // A stream of events would not end.
                        .header("Last-Event-ID", "none").request(method.toUpperCase(Locale.ROOT), asked).statusCode();
                if (ROLES.indexOf(role) < least) {
                    assertThat(status).as("%s %s by %s", method, path, role).isEqualTo(403);
                } else {
                    assertThat(status).as("%s %s by %s", method, path, role).isNotIn(401, 403);
                }
            }
        }));
    }

    private static boolean isMethod(String key) {
        return Set.of("get", "put", "post", "patch", "delete").contains(key);
    }

    @Test
    void who_may_not_is_told_so_as_a_problem() {
        isProblem(as("a-viewer", "open sesame").contentType("application/json").body("{}").patch("/api/v1/limits").then(), 403);
    }
}
