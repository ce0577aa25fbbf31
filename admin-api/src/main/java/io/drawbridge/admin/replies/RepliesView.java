package io.drawbridge.admin.replies;

import java.util.List;
import java.util.stream.Stream;

import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;

/**
 * Reply codes, by number.
 *
 * @param total the number of items
 */
public record RepliesView(List<ReplyView> items, int total) {

    static RepliesView of(Stream<ReplyCode> replies, Language language) {
        List<ReplyView> items = replies.map(reply -> ReplyView.of(reply, language)).toList();
        return new RepliesView(items, items.size());
    }
}
