package io.drawbridge.ftp.admission.policy;

import java.util.UUID;

/**
 * An answer of {@code settle}.
 *
 * @param session null when the node is not registered
 * @param subject whose limit it is; a network in one form only
 * @param allowed the limit
 */
record Decision(UUID session, String verdict, String subject, Integer allowed, Long held, String rule, Long retryAfter) {

    static Decision of(UUID session, String verdict) {
        return new Decision(session, verdict, null, null, null, null, null);
    }

    boolean isAdmitted() {
        return verdict.equals("ADMITTED");
    }
}
