package io.drawbridge.admin.accounts;

import java.util.List;
import java.util.Optional;

import io.drawbridge.account.AccountRules;
import io.drawbridge.admin.problem.Faults;

/** The certificates that an account logs in with, as they are written by people. */
final class Certificates {
    static final String DESCRIPTION = "Fingerprints of the TLS certificates that it logs in with; where there are some, a password"
            + " does not count. The servers must ask for certificates (DRAWBRIDGE_FTP_TLS_CLIENT_CERTIFICATES). "
            + AccountRules.CERTIFICATES_RULE;

    private Certificates() {
    }

    /** Tells what is wrong with them. */
    static void check(Faults faults, List<String> written) {
        faults.unless(written.size() <= AccountRules.MAX_CERTIFICATES
                && written.stream().allMatch(one -> one != null && AccountRules.fingerprint(one).isPresent()),
                "certificates", "must be " + AccountRules.CERTIFICATES_RULE);
    }

    /** Of those that have been checked, each once. */
    static List<String> of(List<String> written) {
        return written.stream().map(AccountRules::fingerprint).flatMap(Optional::stream).distinct()
                .toList();
    }
}
