package io.drawbridge.admin.replies;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.reply.ReplyComparison;

/** Two reply codes side by side, as the client reads them. */
public record ComparisonView(ReplyView first, ReplyView second,
        @Schema(description = "A row for each aspect, also where the codes agree.") List<AspectView> aspects) {

    /** One aspect, and what it is for the first and for the second code. */
    public record AspectView(String aspect, String first, String second, boolean differs) {
        static AspectView of(ReplyComparison.Difference difference) {
            return new AspectView(difference.aspect(), difference.first(), difference.second(), difference.differs());
        }
    }

    static ComparisonView of(ReplyComparison comparison) {
        return new ComparisonView(ReplyView.of(comparison.first(), comparison.language()),
                ReplyView.of(comparison.second(), comparison.language()),
                comparison.differences().stream().map(AspectView::of).toList());
    }
}
