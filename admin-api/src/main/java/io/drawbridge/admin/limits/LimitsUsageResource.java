package io.drawbridge.admin.limits;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.LimitsRow;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** Whom the limits meet, as they are and as they might be. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/limits")
@Tag(name = "Limits")
@RolesAllowed(May.SEE)
public class LimitsUsageResource {
    private final ObjectMapper json;
    private final Usage usage;

    LimitsUsageResource(ObjectMapper json, Usage usage) {
        this.json = json;
        this.usage = usage;
    }

    @GET
    @Path("/usage")
    @Operation(summary = "Read how far the limits are used", operationId = "readLimitsUsage", description = "Each limit on sessions against those that are inside.")
    @APIResponseSchema(value = LimitsUsageView.class, responseDescription = "What is held of each limit.")
    @Transactional
    public LimitsUsageView used() {
        return usage.now();
    }

    @POST
    @Path("/preview")
    @RolesAllowed(May.STEER)
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Preview a change of the limits", operationId = "previewLimits", description = "Takes what a change takes, and tells how far the limits would be used. Nothing is changed.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LimitsChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = LimitsChange.class)) })
    @APIResponseSchema(value = LimitsUsageView.class, responseDescription = "What would be held of each limit.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public LimitsUsageView preview(MergePatch patch) {
        LimitsRow row = LimitsRow.forChange();
        patch.appliedTo(LimitsChange.of(row), json).make(row);
        LimitsUsageView changed = usage.now();
        QuarkusTransaction.setRollbackOnly();
        return changed;
    }
}
