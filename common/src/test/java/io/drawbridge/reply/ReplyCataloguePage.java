package io.drawbridge.reply;

import static io.drawbridge.reply.Language.ENGLISH;

/** Writes docs/replies.md from the catalogue. */
final class ReplyCataloguePage {

    private final StringBuilder page = new StringBuilder();

    static String markdown() {
        var written = new ReplyCataloguePage();
        written.introduction();
        written.classes();
        written.codes();
        written.comparison(ReplyComparison.of(ReplyCode.SERVICE_READY, ReplyCode.SERVICE_NOT_AVAILABLE, ENGLISH));
        return written.page.toString();
    }

    private void introduction() {
        page.append("""
                # FTP replies

                <!-- Generated from io.drawbridge.reply: ./mvnw -pl common test -Dtest=ReplyCatalogueTest -Dwrite.docs=true -->

                Each reply of an FTP server begins with three digits. The first says how the command went, the second what it
                was about (syntax, information, connections, login, files), the third tells the rest apart. Programs go by the
                digits; the words after them are for people.

                This page lists every code a complete FTP server may send, most of them rare. Of these only 120, 220 and 421 may
                answer a client that connects (RFC 959 §5.4), and Drawbridge keeps to that. The same texts, in English and Thai,
                are served by the admin API.

                """);
    }

    private void classes() {
        page.append("## Classes\n\n");
        row("Code", "RFC name", "What it says", "Should the client try again?");
        row("---", "---", "---", "---");
        for (var replyClass : ReplyClass.values()) {
            row(replyClass.digit() + "yz", replyClass.rfcName(), sentence(replyClass.meaning(ENGLISH)),
                    Texts.of(ENGLISH, "repeat." + replyClass.name() + ".open"));
        }
        page.append("\nAfter 221 and 421 the server closes the connection; after every other code it stays open.\n\n");
    }

    private void codes() {
        page.append("## Codes\n\n");
        row("Code", "RFC name", "Class", "When it is seen", "What to do");
        row("---", "---", "---", "---", "---");
        for (var reply : ReplyCode.values()) {
            var text = reply.text(ENGLISH);
            row("" + reply.code(), reply.rfcName() + " (" + reply.source() + ")", reply.replyClass().displayName(ENGLISH),
                    text.whenSeen(), text.whatToDo());
        }
    }

    private void comparison(ReplyComparison comparison) {
        var first = comparison.first();
        var second = comparison.second();
        page.append("\n## ").append(first.code()).append(" against ").append(second.code()).append("\n\n")
                .append("The two answers a client can get at the door.\n\n");
        row("", heading(first), heading(second));
        row("---", "---", "---");
        row("Meaning", comparison.firstText().meaning(), comparison.secondText().meaning());
        row("When it is seen", comparison.firstText().whenSeen(), comparison.secondText().whenSeen());
        comparison.differences().forEach(it -> row(it.aspect(), it.first(), it.second()));
        row("When to use it", comparison.firstWhenToUse(), comparison.secondWhenToUse());
        page.append("""

                As a client reads them:

                ```
                220 Drawbridge ready.
                421 Too many sessions from 192.0.2.7 (limit 5). Try again in 30 s. [R-7K3Q2M]
                ```
                """);
    }

    private static String heading(ReplyCode reply) {
        return reply.code() + " " + reply.rfcName();
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private void row(String... cells) {
        page.append('|');
        for (var cell : cells) {
            page.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        page.append('\n');
    }
}
