package io.drawbridge.admin.administrators;

import java.util.Comparator;
import java.util.stream.Stream;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.Role;
import io.quarkus.security.identity.SecurityIdentity;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/me")
@Tag(name = "Administrators")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class MeResource {
    private final SecurityIdentity identity;

    public MeResource(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Whoever asks. */
    public record Me(@Schema(examples = "admin") String name,
            @Schema(enumeration = {
                    "viewer", "operator",
                    "admin" }, description = "The highest one: of the administrator, or of the token if that is lower.") String role){
    }

    @GET
    @Operation(summary = "Read who you are", operationId = "readMe", description = "And how far you may go.")
    @APIResponseSchema(value = Me.class, responseDescription = "You.")
    public Me read() {
        Role role = Stream.of(Role.values()).filter(one -> identity.hasRole(Word.of(one))).max(Comparator.naturalOrder())
                .orElseThrow();
        return new Me(identity.getPrincipal().getName(), Word.of(role));
    }
}
