package io.drawbridge.admin.sessions;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a wish to end sessions. */
public record EndedView(@Schema(description = "How many are meant.", examples = "12") long matched,
        @Schema(description = "How many of them their nodes have been told to end: all, or none in a preview.", examples = "12") long ended) {
}
