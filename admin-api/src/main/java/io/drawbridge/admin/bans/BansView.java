package io.drawbridge.admin.bans;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The newest bans that have not ended. */
public record BansView(List<BanView> items,
        @Schema(description = "How many there are, also when fewer were asked for.") long total) {
}
