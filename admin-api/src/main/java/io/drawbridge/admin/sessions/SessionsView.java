package io.drawbridge.admin.sessions;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Live sessions, in the order that was asked for.
 *
 * @param total how many there are, on all pages
 */
public record SessionsView(List<SessionView> items, long total,
        @Schema(nullable = true, description = "To give as `after` for the next page; null: this is the last one.", examples = SessionsView.PLACE) String next) {
    static final String PLACE = "MjAyNi0xMS0yMlQxNDowMDowMFogNmIxYTFmM2UtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAx";
}
