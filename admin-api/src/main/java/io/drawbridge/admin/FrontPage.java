package io.drawbridge.admin;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;

import io.vertx.ext.web.Router;

/** Leads whoever opens the bare address in a browser to the API's description. */
@Dependent
final class FrontPage {
    void route(@Observes Router router) {
        router.get("/").handler(request -> request.redirect("/q/swagger-ui"));
    }
}
