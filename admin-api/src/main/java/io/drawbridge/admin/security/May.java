package io.drawbridge.admin.security;

import io.drawbridge.database.Role;

/** What is asked of whoever calls an operation: the least {@link Role} that may. */
public final class May {
    /** {@link Role#VIEWER}. */
    public static final String SEE = "viewer";
    /** {@link Role#OPERATOR}. */
    public static final String STEER = "operator";
    /** {@link Role#ADMIN}. */
    public static final String ADMINISTER = "admin";

    private May() {
    }
}
