package io.drawbridge.database;

/** How far an administrator may go; each may do what those before it may. */
public enum Role {
    /** Sees all but secrets. */
    VIEWER,
    /** Steers the door. */
    OPERATOR,
    /** Says who may do what. */
    ADMIN
}
