package io.drawbridge.admin.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.Session;
import org.jboss.resteasy.reactive.RestResponse;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.input.Address;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.maintenance.AppliesView.Item;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.security.May;
import io.drawbridge.maintenance.Schedule;
import io.drawbridge.maintenance.Template;
import io.drawbridge.reply.Language;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/maintenance/applies")
@Tag(name = "Maintenance windows")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class AppliesResource {
    private static final String APPLIES = """
            SELECT m.name, lower(m.scope) AS scope, m.subject, lower(m.mode) AS mode,
                   nullif(m.starts_at, '-infinity') AS starts_at, nullif(m.ends_at, 'infinity') AS ends_at, m.drain_until,
                   m.reason, message_in(m.messages, ?1) AS message, retry_after(m.retry_after_seconds, m.ends_at, ?2) AS seconds
            FROM maintenance_of(?3, ?4, ?5, cast(?6 AS inet), ?7, ?2) AS m""";

    private final Session database;

    public AppliesResource(Session database) {
        this.database = database;
    }

    @GET
    @Operation(summary = "What would apply to a client", operationId = "maintenanceApplies", description = "The strictest first, which is the one that counts. Windows for a part are among them only when the part is named; those that exempt accounts only when the account is.")
    @APIResponseSchema(value = AppliesView.class, responseDescription = "The flag and the windows that apply.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public RestResponse<AppliesView> applies(
            @Parameter(required = true, description = "Of the client.", example = "192.0.2.7") @QueryParam("address") String address,
            @Parameter(description = "When; now unless given.", example = "2026-11-23T03:10:00Z") @QueryParam("at") String at,
            @Parameter(description = "That it logs in as.", example = "alice") @QueryParam("account") String account,
            @Parameter(description = "That it comes by.", example = "ftp") @QueryParam("listener") String listener,
            @Parameter(description = "Virtual host that it names.", example = "ftp.example.org") @QueryParam("host") String host,
            @Parameter(description = "That it comes to.", example = "ftp-0") @QueryParam("node") String node,
            @Parameter(description = "In which language the words are: en or th.", example = "th") @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String languages) {
        Faults faults = new Faults();
        faults.unless(address != null && Address.parse(address).isPresent(), "address", Address.RULE)
                .unless(account == null || AccountRules.isName(account), "account", "must be " + AccountRules.NAME_RULE)
                .unless(listener == null || Name.isChosen(listener), "listener", Name.RULE)
                .unless(host == null || Name.isHost(host), "host", Name.HOST_RULE)
                .unless(node == null || Name.isNode(node), "node", Name.NODE_RULE);
        Instant moment = moment(at, faults);
        faults.raise();
        Language language = Language.preferred(languages);
        List<Item> items = database.createNativeQuery(APPLIES, Tuple.class)
                .setParameter(1, language.tag()).setParameter(2, moment).setParameter(3, node, String.class)
                .setParameter(4, listener, String.class).setParameter(5, host, String.class).setParameter(6, address)
                .setParameter(7, account, String.class)
                .addScalar("name", String.class).addScalar("scope", String.class).addScalar("subject", String.class)
                .addScalar("mode", String.class).addScalar("starts_at", Instant.class).addScalar("ends_at", Instant.class)
                .addScalar("drain_until", Instant.class).addScalar("reason", String.class).addScalar("message", String.class)
                .addScalar("seconds", Long.class)
                .getResultList().stream().map(window -> item(window, moment)).toList();
        return RestResponse.ResponseBuilder.ok(new AppliesView(moment, items, items.size()))
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }

    private static Item item(Tuple window, Instant at) {
        Instant until = window.get("ends_at", Instant.class);
        Long seconds = window.get("seconds", Long.class);
        String message = Template.fill(window.get("message", String.class), window.get("reason", String.class), until,
                seconds == null ? null : Duration.ofSeconds(seconds), at);
        return new Item(window.get("name", String.class), window.get("scope", String.class),
                window.get("subject", String.class), window.get("mode", String.class), window.get("starts_at", Instant.class),
                until, window.get("drain_until", Instant.class), message, seconds);
    }

    /** What was long ago has been forgotten, and what will be is known for some weeks. */
    private Instant moment(String at, Faults faults) {
        Instant now = Instant.now();
        if (at == null) {
            return now;
        }
        Instant moment;
        try {
            moment = Instant.parse(at);
        } catch (DateTimeParseException e) {
            faults.unless(false, "at", "must be a time such as 2026-11-29T03:00:00Z (RFC 3339)");
            return now;
        }
        Instant first = now.minus(Schedule.KEPT);
        Instant last = database.createNativeQuery("SELECT least(min(known_until), ?1) FROM maintenance_window", Instant.class)
                .setParameter(1, now.plus(Schedule.AHEAD)).getSingleResult();
        faults.unless(!moment.isBefore(first) && moment.isBefore(last), "at",
                "must be from " + first + " to " + last + ": before, windows are forgotten, and after, not yet known");
        return moment;
    }
}
