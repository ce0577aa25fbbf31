package io.drawbridge.cli.outcome;

/** Why a command has not done what it was asked to, in one line. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;

    public Failure(ExitCode exit, String line) {
        super(line);
        this.exit = exit;
    }

    public Failure(ExitCode exit, String line, Throwable cause) {
        super(line, cause);
        this.exit = exit;
    }

    /** The command line makes no sense. */
    public static Failure usage(String line) {
        return new Failure(ExitCode.USAGE, line);
    }

    public ExitCode exit() {
        return exit;
    }
}
