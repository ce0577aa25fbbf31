package io.drawbridge.ftp.storage;

/** How much of a tree was removed. */
public enum Removal {
    WHOLE,
    /** There is more than may be removed at once. */
    AS_MUCH_AS_ALLOWED,
    /** The rest was not wanted any more. */
    UNTIL_STOPPED
}
