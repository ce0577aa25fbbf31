package io.drawbridge.admin.explain;

import java.net.InetAddress;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.input.Address;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.security.May;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/explain")
@Tag(name = "Explain", description = "What a client would get now, and why.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class ExplainResource {
    private final Rehearsal rehearsal;

    ExplainResource(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    @GET
    @Operation(summary = "Explain what a client would get now", operationId = "explain", description = "Decides as for a client that comes now, and forgets it. What only a node knows (its own capacity, that it is stopping or overloaded) is not asked.")
    @APIResponseSchema(value = Explanation.class, responseDescription = "What the client would get.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    public Explanation explain(
            @Parameter(required = true, description = "Of the client.", example = "192.0.2.7") @QueryParam("address") String address,
            @Parameter(description = "That it logs in as, with the right password.", example = "alice") @QueryParam("account") String account,
            @Parameter(description = "Virtual host that it names.", example = "ftp.example.org") @QueryParam("host") String host,
            @Parameter(description = "That it comes by.") @QueryParam("listener") @DefaultValue("ftp") String listener,
            @Parameter(description = "That it comes to; when not given: one that has no sessions.", example = "ftp-0") @QueryParam("node") String node)
            throws SQLException {
        Optional<InetAddress> client = Optional.ofNullable(address).flatMap(Address::parse);
        String hostName = host == null ? null : host.toLowerCase(Locale.ROOT);
        new Faults().unless(client.isPresent(), "address", Address.RULE)
                .unless(account == null || AccountRules.isName(account), "account", "must be " + AccountRules.NAME_RULE)
                .unless(hostName == null || Name.isHost(hostName), "host", Name.HOST_RULE)
                .unless(Name.isChosen(listener), "listener", Name.RULE)
                .unless(node == null || Name.isNode(node), "node", Name.NODE_RULE)
                .raise();
        return rehearsal.of(new Arrival(client.get(), account, hostName, listener, node));
    }
}
