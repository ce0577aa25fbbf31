package io.drawbridge.admin.nodes;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.ConfigurationRow;
import io.drawbridge.database.NodeRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/nodes")
@Tag(name = "Nodes", description = "The ftp-servers that are alive.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class NodesResource {
    @GET
    @Operation(summary = "List the live nodes", operationId = "listNodes", description = "By name, and on how many of them the last change is applied.")
    @APIResponseSchema(value = NodesView.class, responseDescription = "The live nodes.")
    @Transactional
    public NodesView list() {
        // In this order: what a node has read since is not older.
        long version = ConfigurationRow.current().version;
        return NodesView.of(version, NodeRow.live());
    }
}
