package io.drawbridge.reply;

/**
 * What people should know of one reply code, in one language. Nothing is null or blank.
 *
 * @param meaning what the server says with it
 * @param whenSeen in which situations a client gets it
 * @param whatToDo what a user, or the operator asked by one, does next
 * @param whenToUse when a server should choose this code, and not one of its neighbours
 */
public record ReplyText(String meaning, String whenSeen, String whatToDo, String whenToUse) {

    static ReplyText of(ReplyCode reply, Language language) {
        return new ReplyText(
                Texts.of(language, reply.code() + ".meaning"),
                Texts.of(language, reply.code() + ".whenSeen"),
                Texts.of(language, reply.code() + ".whatToDo"),
                Texts.of(language, reply.code() + ".whenToUse"));
    }
}
