package io.drawbridge.admin.maintenance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Precondition;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.MaintenanceRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/maintenance")
@Tag(name = "Maintenance", description = "Closes the door to newcomers; those inside stay.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class MaintenanceResource {
    private final Author author;
    private final Precondition precondition;

    public MaintenanceResource(Author author, Precondition precondition) {
        this.author = author;
        this.precondition = precondition;
    }

    @GET
    @Operation(summary = "Read the maintenance flag", operationId = "readMaintenance")
    @APIResponseSchema(value = MaintenanceView.class, responseDescription = "The flag as it is.")
    @Transactional
    public MaintenanceView read() {
        return MaintenanceView.of(MaintenanceRow.current());
    }

    @PUT
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the maintenance flag", operationId = "setMaintenance", description = "Replaces all of it.")
    @APIResponseSchema(value = MaintenanceView.class, responseDescription = "The flag as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public MaintenanceView set(@RequestBody(required = true) MaintenanceChange change) {
        MaintenanceRow row = MaintenanceRow.forChange();
        precondition.holdsFor(MaintenanceView.of(row));
        row.enabled = change.enabled();
        row.message = change.message();
        row.retryAfterSeconds = change.retryAfterSeconds();
        row.changed(author.sign());
        return MaintenanceView.of(row);
    }
}
