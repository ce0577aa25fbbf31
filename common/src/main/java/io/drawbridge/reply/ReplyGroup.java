package io.drawbridge.reply;

/** What the second digit of a reply says: what it is about (RFC 959 §4.2). */
public enum ReplyGroup {
    SYNTAX(0, "Syntax"),
    INFORMATION(1, "Information"),
    CONNECTIONS(2, "Connections"),
    AUTHENTICATION_AND_ACCOUNTING(3, "Authentication and accounting"),
    UNSPECIFIED(4, "Unspecified as yet"),
    FILE_SYSTEM(5, "File system");

    private final int digit;
    private final String rfcName;

    ReplyGroup(int digit, String rfcName) {
        this.digit = digit;
        this.rfcName = rfcName;
    }

    /** The second digit of the codes of this group: 0 to 5. */
    public int digit() {
        return digit;
    }

    public String rfcName() {
        return rfcName;
    }

    /** A short name to show to people, in that language. */
    public String displayName(Language language) {
        return Texts.of(language, "group." + name() + ".name");
    }

    static ReplyGroup of(int code) {
        return values()[code / 10 % 10];
    }
}
