package io.drawbridge.admin.maintenance;

import java.util.Objects;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.security.May;
import io.drawbridge.reply.RefusalText;
import io.drawbridge.reply.ReplyCode;

/** What clients would read. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/maintenance/preview")
@Tag(name = "Maintenance")
public class PreviewResource {

    /**
     * What newcomers would read.
     *
     * @param reply not null
     */
    @Schema(name = "MaintenancePreview")
    public record Preview(
            @Schema(description = "A client's whole line but for the reference, which is another for each; … s: the server's own hint.", examples = "421 Closed for maintenance: Back at 14:00 UTC. Try again in 1800 s. [R-…]") String reply) {
    }

    @POST
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Preview the maintenance flag", operationId = "previewMaintenance", description = "Takes what setting it takes, and tells what newcomers would read. Nothing is changed.")
    @APIResponseSchema(value = Preview.class, responseDescription = "What they would read.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    public Preview preview(@RequestBody(required = true) MaintenanceChange change) {
        return new Preview(ReplyCode.SERVICE_NOT_AVAILABLE.code() + " " + RefusalText.of(RefusalText.MAINTENANCE, null,
                change.message(), Objects.requireNonNullElse(change.retryAfterSeconds(), "…").toString(), "R-…"));
    }
}
