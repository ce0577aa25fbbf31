package io.drawbridge.program;

/** Why a program cannot start, in words that an operator can act on: one line, without a stack trace. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartFailure(String message) {
        super(message);
    }

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
