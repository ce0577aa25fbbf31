package io.drawbridge.cli.outcome;

/** What the program tells the shell. */
public enum ExitCode {
    DONE(0, "Done."),
    REFUSED(1, "The server refused it, or you said no."),
    USAGE(2, "The command line makes no sense."),
    UNREACHABLE(3, "The server cannot be reached, or its certificate is not trusted."),
    NOT_ALLOWED(4, "No login, a wrong one, one that may not do this, or a banned address."),
    NOT_FOUND(5, "There is no such thing."),
    CHANGED(6, "Someone else has changed it meanwhile."),
    UNABLE(7, "The server is not able to now: its log says more.");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** From 0 to 255. */
    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /** @param status of HTTP, 400 or more */
    public static ExitCode of(int status) {
        return switch (status) {
            case 401, 403, 429 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 412 -> CHANGED;
            default -> status < 500 ? REFUSED : UNABLE;
        };
    }
}
