package io.drawbridge.reply;

/** What the first digit of a reply says: how the command went (RFC 959 §4.2). */
public enum ReplyClass {
    POSITIVE_PRELIMINARY(1, "Positive Preliminary reply"),
    POSITIVE_COMPLETION(2, "Positive Completion reply"),
    POSITIVE_INTERMEDIATE(3, "Positive Intermediate reply"),
    TRANSIENT_NEGATIVE_COMPLETION(4, "Transient Negative Completion reply"),
    PERMANENT_NEGATIVE_COMPLETION(5, "Permanent Negative Completion reply");

    private final int digit;
    private final String rfcName;

    ReplyClass(int digit, String rfcName) {
        this.digit = digit;
        this.rfcName = rfcName;
    }

    /** The first digit of the codes of this class: 1 to 5. */
    public int digit() {
        return digit;
    }

    public String rfcName() {
        return rfcName;
    }

    /** A short name to show to people, in that language. */
    public String displayName(Language language) {
        return Texts.of(language, "class." + name() + ".name");
    }

    /** What replies of this class say about the command: part of a sentence, lower case where the script has cases. */
    public String meaning(Language language) {
        return Texts.of(language, "class." + name() + ".meaning");
    }

    static ReplyClass of(int code) {
        return values()[code / 100 - 1];
    }
}
