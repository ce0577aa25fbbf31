package io.drawbridge.ftp.session;

import io.drawbridge.ftp.account.Account;

/** How far a session has come with its login. */
public sealed interface Login {

    record None() implements Login {
    }

    /** USER was accepted, PASS is due. Whether there is such an account is not said. */
    record Named(String user) implements Login {
    }

    record In(Account account) implements Login {
    }
}
