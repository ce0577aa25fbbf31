package io.drawbridge.ftp.protocol;

import io.drawbridge.reply.ReplyCode;

/** What a client sent up to the end of a line. */
public sealed interface Input {

    /** A line of text, without its end. */
    record Line(String text) implements Input {
    }

    /** A line that is not executed. */
    enum Fault implements Input {
        TOO_LONG(ReplyCode.COMMAND_UNRECOGNIZED, "Line too long"),
        NOT_TEXT(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "Not a line of UTF-8 text without control characters");

        private final ReplyCode code;
        private final String words;

        Fault(ReplyCode code, String words) {
            this.code = code;
            this.words = words;
        }

        public Reply reply() {
            return Reply.of(code, words);
        }
    }
}
