package io.drawbridge.admin.audit;

import java.time.Instant;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.input.Items;
import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.AuditRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/audit")
@Tag(name = "Audit", description = "Who has changed what, when, from where and why. It is only ever added to.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class AuditResource {

    @GET
    @Operation(summary = "List the changes", operationId = "listChanges", description = "Newest first. Every change is written in the transaction that makes it.")
    @APIResponseSchema(value = AuditView.class, responseDescription = "The changes.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public AuditView list(
            @Parameter(description = "Only of this kind.", example = "limits") @QueryParam("kind") String kind,
            @Parameter(description = "Only of the thing of this name.", example = "alice") @QueryParam("name") String name,
            @Parameter(description = "Only those that this administrator has made.", example = "admin") @QueryParam("actor") String actor,
            @Parameter(description = "Only what was in force at this moment, ISO 8601: the last change of each thing before it, without things that there were not then.", example = "2026-11-22T14:00:00Z") @QueryParam("at") String at,
            @Parameter(description = "Only those with a smaller id.", schema = @Schema(minimum = "1")) @QueryParam("below") String below,
            @Parameter(description = "How many at most.", schema = @Schema(minimum = "1", maximum = ""
                    + Items.MOST)) @QueryParam("limit") @DefaultValue("50") String limit) {
        Faults faults = new Faults();
        int atMost = Items.read(limit, "limit", faults);
        boolean hasBelow = below == null || below.matches("[0-9]{1,18}");
        Instant moment = Moment.read(at, "at", faults);
        faults.unless(hasBelow, "below", "must be an id")
                .unless(isText(kind), "kind", "must be a word")
                .unless(isText(name), "name", "must be a name")
                .unless(isText(actor), "actor", "must be a name")
                .raise();
        return AuditView.of(
                AuditRow.find(kind, name, actor, below == null ? Long.MAX_VALUE : Long.parseLong(below), moment, atMost),
                atMost);
    }

    /** PostgreSQL has no texts with a zero in them. */
    private static boolean isText(String text) {
        return text == null || text.indexOf('\0') < 0;
    }
}
