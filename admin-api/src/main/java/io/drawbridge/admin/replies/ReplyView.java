package io.drawbridge.admin.replies;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;
import io.drawbridge.reply.ReplyText;

/** A reply code as the client reads it. */
public record ReplyView(@Schema(description = "Of three digits.", examples = "421") int code,
        @Schema(description = "What the RFC calls it, in English.", examples = "Service not available") String name,
        @Schema(description = "Where it is defined.", examples = "RFC 959 §4.2.2") String source,
        @Schema(description = "What its first digit says: how the command went.", examples = "Transient negative") String replyClass,
        @Schema(description = "What its second digit says: what it is about.", examples = "Connections") String group,
        @Schema(description = "Whether the server closes the control connection after it, always.") boolean closesConnection,
        @Schema(description = "What the server says with it.", examples = "The service is not available, and the connection is closed.") String meaning,
        @Schema(description = "In which situations a client gets it.", examples = "The server is full, or in maintenance.") String whenSeen,
        @Schema(description = "What a user, or the operator asked by one, does next.", examples = "Come back later.") String whatToDo,
        @Schema(description = "When a server should choose this code and not one of its neighbours.", examples = "When it closes the connection too.") String whenToUse) {

    static ReplyView of(ReplyCode reply, Language language) {
        ReplyText text = reply.text(language);
        return new ReplyView(reply.code(), reply.rfcName(), reply.source(), reply.replyClass().displayName(language),
                reply.group().displayName(language), reply.closesConnection(), text.meaning(), text.whenSeen(),
                text.whatToDo(), text.whenToUse());
    }
}
