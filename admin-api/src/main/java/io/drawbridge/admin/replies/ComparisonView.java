package io.drawbridge.admin.replies;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.reply.ReplyComparison;

/** Two reply codes side by side, as the client reads them. */
public record ComparisonView(@Schema(description = "The first code.") ReplyView first,
        @Schema(description = "The other code.") ReplyView second,
        @Schema(description = "A row for each aspect, also where the codes agree.") List<AspectView> aspects) {

    /** One aspect, and what it is for the first and for the second code. */
    public record AspectView(@Schema(description = "What is compared.", examples = "Meaning") String aspect,
            @Schema(description = "Of the first code.", examples = "Service ready for new user.") String first,
            @Schema(description = "Of the other code.", examples = "Service not available.") String second,
            @Schema(description = "Whether they are different.") boolean differs) {
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
