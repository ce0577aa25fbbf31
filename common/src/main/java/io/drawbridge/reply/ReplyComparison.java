package io.drawbridge.reply;

import java.util.List;
import java.util.stream.Stream;

/**
 * Two reply codes side by side, in one language. Nothing is null.
 *
 * @param differences one row per aspect, always the same five in the same order, also where both codes agree
 */
public record ReplyComparison(Language language, ReplyCode first, ReplyText firstText, ReplyCode second, ReplyText secondText,
        List<Difference> differences) {

    public ReplyComparison {
        differences = List.copyOf(differences);
    }

    /** One aspect, named in the comparison's language, and what it is for the first and for the second code. */
    public record Difference(String aspect, String first, String second) {

        /** False where the two codes agree. */
        public boolean differs() {
            return !first.equals(second);
        }
    }

    /** Compares any two codes, also one with itself. */
    public static ReplyComparison of(ReplyCode first, ReplyCode second, Language language) {
        return new ReplyComparison(language, first, first.text(language), second, second.text(language),
                Stream.of(Aspect.values())
                        .map(aspect -> new Difference(aspect.label(language), aspect.of(first, language),
                                aspect.of(second, language)))
                        .toList());
    }

    /** When to use the first code rather than the second. */
    public String firstWhenToUse() {
        return firstText.whenToUse();
    }

    /** When to use the second code rather than the first. */
    public String secondWhenToUse() {
        return secondText.whenToUse();
    }

    /** What is compared, in the order of the rows. */
    enum Aspect {
        OUTCOME,
        SUBJECT,
        CONNECTION,
        REPEAT,
        WHAT_TO_DO;

        String label(Language language) {
            return Texts.of(language, "aspect." + name());
        }

        String of(ReplyCode reply, Language language) {
            var replyClass = reply.replyClass();
            var open = reply.closesConnection() ? "closed" : "open";
            return switch (this) {
                case OUTCOME -> replyClass.displayName(language) + ": " + replyClass.meaning(language);
                case SUBJECT -> reply.group().displayName(language);
                case CONNECTION -> Texts.of(language, "connection." + open);
                // Only 2yz and 4yz have a code that closes: repeating on a connection that is gone needs other words.
                case REPEAT -> Texts.of(language, "repeat." + replyClass.name() + "." + open);
                case WHAT_TO_DO -> reply.text(language).whatToDo();
            };
        }
    }
}
