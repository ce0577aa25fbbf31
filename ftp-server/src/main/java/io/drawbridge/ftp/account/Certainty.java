package io.drawbridge.ftp.account;

import java.util.OptionalLong;

/** What is certain of the configuration without asking the database. */
@FunctionalInterface
public interface Certainty {

    /**
     * The version of the configuration that holds at this moment, if it is certain that no other is committed before this has
     * returned: what was read of that version is still true then. Any thread, and it does not block.
     *
     * @return empty when nothing is certain
     */
    OptionalLong version();
}
