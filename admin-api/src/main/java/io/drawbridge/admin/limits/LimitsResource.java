package io.drawbridge.admin.limits;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Precondition;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.LimitsRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/limits")
@Tag(name = "Limits", description = "How many may be inside, and come, in the whole cluster.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class LimitsResource {
    private final ObjectMapper json;
    private final Enforcement enforcement;
    private final Author author;
    private final Precondition precondition;

    public LimitsResource(ObjectMapper json, Enforcement enforcement, Author author, Precondition precondition) {
        this.json = json;
        this.enforcement = enforcement;
        this.author = author;
        this.precondition = precondition;
    }

    @GET
    @Operation(summary = "Read the limits", operationId = "readLimits")
    @APIResponseSchema(value = LimitsView.class, responseDescription = "The limits as they are.")
    @Transactional
    public LimitsView read() {
        return LimitsView.of(LimitsRow.current());
    }

    @PATCH
    @RolesAllowed(May.STEER)
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change some limits", operationId = "changeLimits", description = "A JSON merge patch (RFC 7396). Counts for newcomers; with evict also for those inside.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LimitsChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = LimitsChange.class)) })
    @APIResponseSchema(value = LimitsView.class, responseDescription = "The limits as they are now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public LimitsView change(MergePatch patch) {
        LimitsRow row = LimitsRow.forChange();
        precondition.holdsFor(LimitsView.of(row));
        patch.appliedTo(LimitsChange.of(row), json).make(row);
        row.changed(author.sign());
        enforcement.now();
        return LimitsView.of(row);
    }
}
