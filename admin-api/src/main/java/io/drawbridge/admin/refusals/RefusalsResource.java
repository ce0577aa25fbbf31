package io.drawbridge.admin.refusals;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
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
import io.drawbridge.admin.input.Address;
import io.drawbridge.admin.input.Items;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.RefusalRow;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/refusals")
@Tag(name = "Refusals", description = "Who was turned away, and why.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class RefusalsResource {
    /** Any that there could be. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Z0-9-]{1,32}");
    private static final Pattern REASON = Pattern.compile("[a-z_]{1,64}");

    private final EntityManager database;

    public RefusalsResource(EntityManager database) {
        this.database = database;
    }

    @GET
    @Operation(summary = "List the newest refusals", operationId = "listRefusals", description = "Newest first, with the counts of all. A node writes them within about a second.")
    @APIResponseSchema(value = RefusalsView.class, responseDescription = "The newest refusals.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @Transactional
    public RefusalsView list(
            @Parameter(description = "How many at most.", schema = @Schema(minimum = "1", maximum = ""
                    + Items.MOST)) @QueryParam("limit") @DefaultValue("50") String limit,
            @Parameter(description = "Only those for this reason.", example = "address_full") @QueryParam("reason") String reason,
            @Parameter(description = "Only those of this address.", example = "192.0.2.7") @QueryParam("address") String address) {
        Optional<InetAddress> client = Optional.ofNullable(address).flatMap(Address::parse);
        Faults faults = new Faults();
        int atMost = Items.read(limit, "limit", faults);
        faults.unless(reason == null || REASON.matcher(reason).matches(), "reason", "must be a word such as address_full")
                .unless(address == null || client.isPresent(), "address", Address.RULE)
                .raise();
        List<RefusalRow> rows = RefusalRow.newest(reason == null ? null : reason.toUpperCase(Locale.ROOT), client.orElse(null),
                atMost);
        return new RefusalsView(rows.stream().map(RefusalView::of).toList(), counts());
    }

    @GET
    @Path("/{reference}")
    @Operation(summary = "Explain a refusal", operationId = "getRefusal", description = "By the reference at the end of the client's 421.")
    @APIResponseSchema(value = RefusalView.class, responseDescription = "What was refused, and why.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public RefusalView get(String reference) {
        String written = reference.strip().toUpperCase(Locale.ROOT);
        return Optional.of(written).filter(text -> REFERENCE.matcher(text).matches()).flatMap(RefusalRow::of)
                .map(RefusalView::of)
                .orElseThrow(
                        () -> Problem.notFound("There is no refusal " + reference + ": it is older than 30 days, was one of"
                                + " many in a flood, or never was.").exception());
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Object row : database.createNativeQuery("SELECT reason, sum(total)::bigint FROM refusal_count GROUP BY reason",
                Object[].class).getResultList()) {
            Object[] count = (Object[]) row;
            counts.put(count[0].toString().toLowerCase(Locale.ROOT), (Long) count[1]);
        }
        return counts;
    }
}
