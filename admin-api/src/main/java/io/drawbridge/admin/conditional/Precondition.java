package io.drawbridge.admin.conditional;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import io.drawbridge.admin.problem.Problem;

/** What the client takes for granted of the thing that it changes. */
@RequestScoped
public class Precondition {
    private final HttpHeaders headers;

    public Precondition(HttpHeaders headers) {
        this.headers = headers;
    }

    /**
     * To be called with the thing as it is, locked, before it is changed.
     *
     * @throws jakarta.ws.rs.WebApplicationException a problem of status 412: it is not as the client has read it
     */
    public void holdsFor(Editable current) {
        holdsFor(Optional.of(current));
    }

    /** @param current empty when there is none */
    public void holdsFor(Optional<? extends Editable> current) {
        Optional<String> tag = current.map(Editable::entityTag);
        List<String> wanted = headers.getRequestHeader(HttpHeaders.IF_MATCH);
        List<String> unwanted = headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        if (!wanted.isEmpty() && !EntityTags.include(wanted, tag)) {
            throw refused(tag.isPresent() ? "It was changed since you have read it. Read it again." : "It is not there.");
        }
        if (!unwanted.isEmpty() && EntityTags.includeWeakly(unwanted, tag)) {
            throw refused("It is there already.");
        }
    }

    private static RuntimeException refused(String why) {
        return Problem.of(Status.PRECONDITION_FAILED, why).exception();
    }
}
