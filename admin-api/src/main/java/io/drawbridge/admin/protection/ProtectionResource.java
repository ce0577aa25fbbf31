package io.drawbridge.admin.protection;

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
import io.drawbridge.database.ProtectionRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/protection")
@Tag(name = "Protection", description = "Bans addresses that commit many offences.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class ProtectionResource {
    private final ObjectMapper json;
    private final Author author;
    private final Precondition precondition;

    public ProtectionResource(ObjectMapper json, Author author, Precondition precondition) {
        this.json = json;
        this.author = author;
        this.precondition = precondition;
    }

    @GET
    @Operation(summary = "Read the protection", operationId = "readProtection")
    @APIResponseSchema(value = ProtectionView.class, responseDescription = "The protection as it is.")
    @Transactional
    public ProtectionView read() {
        return ProtectionView.of(ProtectionRow.current());
    }

    @PATCH
    @RolesAllowed(May.STEER)
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change the protection", operationId = "changeProtection", description = "A JSON merge patch (RFC 7396). Bans that there are stay as they are.")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ProtectionChange.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = ProtectionChange.class)) })
    @APIResponseSchema(value = ProtectionView.class, responseDescription = "The protection as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public ProtectionView change(MergePatch patch) {
        ProtectionRow row = ProtectionRow.forChange();
        precondition.holdsFor(ProtectionView.of(row));
        patch.withoutNulls().appliedTo(ProtectionChange.of(row), json).writeTo(row);
        row.changed(author.sign());
        return ProtectionView.of(row);
    }
}
