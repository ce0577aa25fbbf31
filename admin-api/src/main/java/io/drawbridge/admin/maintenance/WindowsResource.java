package io.drawbridge.admin.maintenance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.audit.Author;
import io.drawbridge.admin.conditional.Creation;
import io.drawbridge.admin.conditional.Precondition;
import io.drawbridge.admin.input.Name;
import io.drawbridge.admin.input.Word;
import io.drawbridge.admin.json.MergePatch;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.database.AccountGroupRow;
import io.drawbridge.database.MaintenanceWindowRow;
import io.drawbridge.database.MaintenanceWindowRow.Mode;
import io.drawbridge.database.MaintenanceWindowRow.Scope;
import io.drawbridge.database.VirtualHostRow;
import io.drawbridge.maintenance.Occurrence;
import io.drawbridge.maintenance.Schedule;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/maintenance/windows")
@Tag(name = "Maintenance windows", description = "When the door, or a part of it, is closed, once or again and again.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class WindowsResource {
    /** Every decision at the door looks at all of them. */
    static final int MAX_WINDOWS = 1000;

    private static final String NEXT = """
            SELECT o.window_name, o.starts_at, nullif(o.ends_at, 'infinity') AS ends_at
            FROM (SELECT *, row_number() OVER (PARTITION BY window_name ORDER BY starts_at) AS place
                  FROM maintenance_occurrence WHERE ends_at > ?1) AS o
            WHERE o.place <= 5 ORDER BY o.starts_at""";

    private final ObjectMapper json;
    private final Session database;
    private final Author author;
    private final Precondition precondition;
    private final Creation creation;

    public WindowsResource(ObjectMapper json, Session database, Author author, Precondition precondition, Creation creation) {
        this.json = json;
        this.database = database;
        this.author = author;
        this.precondition = precondition;
        this.creation = creation;
    }

    @GET
    @Operation(summary = "List the windows", operationId = "listMaintenanceWindows", description = "By name.")
    @APIResponseSchema(value = WindowsView.class, responseDescription = "All windows.")
    @Transactional
    public WindowsView list() {
        List<WindowView> views = views(MaintenanceWindowRow.byName());
        return new WindowsView(views, views.size());
    }

    @POST
    @RolesAllowed(May.STEER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a window", operationId = "makeMaintenanceWindow")
    @APIResponseSchema(value = WindowView.class, responseCode = "201", responseDescription = "Made, at the Location.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "409", ref = ApiDescription.CONFLICT)
    @Transactional
    public RestResponse<WindowView> make(@RequestBody(required = true) Window wanted, UriInfo request) {
        return creation.once(request, wanted.name(), wanted, () -> made(wanted));
    }

    private WindowView made(Window wanted) {
        if (MaintenanceWindowRow.named(wanted.name()).isPresent()) {
            throw taken(wanted.name());
        }
        if (MaintenanceWindowRow.count() >= MAX_WINDOWS) {
            throw Problem.conflict("There are " + MAX_WINDOWS + " windows already, and may not be more.")
                    .exception();
        }
        MaintenanceWindowRow row = new MaintenanceWindowRow();
        row.name = wanted.name();
        write(wanted, row);
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException e) {
            // Someone else has made it since we looked.
            throw taken(row.name);
        }
        return scheduled(row);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a window", operationId = "readMaintenanceWindow")
    @APIResponseSchema(value = WindowView.class, responseDescription = "The window.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public WindowView read(String name) {
        return views(List.of(MaintenanceWindowRow.named(known(name)).orElseThrow(() -> notFound(name)))).getFirst();
    }

    @PATCH
    @RolesAllowed(May.STEER)
    @Path("/{name}")
    @Consumes({ MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE })
    @Operation(summary = "Change a window", operationId = "changeMaintenanceWindow", description = "A JSON merge patch (RFC 7396).")
    @RequestBody(required = true, content = {
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Window.class)),
            @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(implementation = Window.class)) })
    @APIResponseSchema(value = WindowView.class, responseDescription = "The window as it is now.")
    @APIResponse(responseCode = "400", ref = ApiDescription.BAD_INPUT)
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public WindowView change(String name, MergePatch patch) {
        MaintenanceWindowRow row = forChange(name);
        Window window = patch.appliedTo(Window.of(row, messages(row)), json);
        new Faults().unless(window.name().equals(row.name), "name", "cannot be changed").raise();
        write(window, row);
        database.flush();
        return scheduled(row);
    }

    @DELETE
    @RolesAllowed(May.STEER)
    @Path("/{name}")
    @Operation(summary = "Delete a window", operationId = "deleteMaintenanceWindow", description = "Also ends it when it is open.")
    @APIResponse(responseCode = "204", description = "The window is gone.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    @Transactional
    public void delete(String name) {
        author.sign();
        forChange(name).delete();
    }

    private void write(Window window, MaintenanceWindowRow row) {
        row.scope = Word.meant(window.scope(), Scope.class);
        row.subject = window.subject();
        checkThere(row);
        row.mode = Word.meant(window.mode(), Mode.class);
        row.startsAt = Instant.parse(window.startsAt());
        row.endsAt = window.endsAt() == null ? null : Instant.parse(window.endsAt());
        row.recurrence = window.recurrence();
        row.timeZone = window.timeZone();
        row.drainSeconds = window.drainSeconds();
        row.reason = window.reason();
        row.messages = json.valueToTree(window.messages()).toString();
        row.retryAfterSeconds = window.retryAfterSeconds();
        row.exemptNetworks = window.exemptNetworks();
        row.exemptAccounts = window.exemptAccounts();
        row.changed(author.sign());
    }

    /** A window for a misspelt group would be for nobody. */
    private static void checkThere(MaintenanceWindowRow row) {
        boolean there = switch (row.scope) {
            case GROUP -> AccountGroupRow.forUse(row.subject).isPresent();
            case HOST -> VirtualHostRow.forUse(row.subject).isPresent();
            // Nodes come and go; listeners are theirs.
            case CLUSTER, LISTENER, NODE -> true;
        };
        new Faults().unless(there, "subject", "must be one that is there: there is no " + row.subject).raise();
    }

    /** Writes when the window is open, after its row. */
    private WindowView scheduled(MaintenanceWindowRow row) {
        database.doWork(connection -> Schedule.write(connection, row.name));
        return views(List.of(row)).getFirst();
    }

    private List<WindowView> views(List<MaintenanceWindowRow> rows) {
        Instant now = Instant.now();
        Map<String, List<Occurrence>> next = new HashMap<>();
        for (Tuple time : database.createNativeQuery(NEXT, Tuple.class).setParameter(1, now)
                .addScalar("window_name", String.class).addScalar("starts_at", Instant.class)
                .addScalar("ends_at", Instant.class)
                .getResultList()) {
            next.computeIfAbsent(time.get(0, String.class), name -> new ArrayList<>())
                    .add(new Occurrence(time.get(1, Instant.class), time.get(2, Instant.class)));
        }
        return rows.stream().map(row -> WindowView.of(row, messages(row), next.getOrDefault(row.name, List.of()), now))
                .toList();
    }

    private Map<String, String> messages(MaintenanceWindowRow row) {
        try {
            return json.readValue(row.messages, new TypeReference<Map<String, String>>() {
            });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The messages of window " + row.name + " are not an object of strings", e);
        }
    }

    /** Locked, and as the client has read it. */
    private MaintenanceWindowRow forChange(String name) {
        MaintenanceWindowRow row = MaintenanceWindowRow.forChange(known(name)).orElseThrow(() -> notFound(name));
        precondition.holdsFor(views(List.of(row)).getFirst());
        return row;
    }

    private static String known(String name) {
        return Name.inPath(name, Name::isChosen, WindowsResource::notFound);
    }

    private static RuntimeException taken(String name) {
        return Problem.conflict("There is a window " + name + " already.").exception();
    }

    private static RuntimeException notFound(String name) {
        return Problem.notFound("There is no window " + name + ".").exception();
    }
}
