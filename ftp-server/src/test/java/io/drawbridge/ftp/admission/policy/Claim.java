package io.drawbridge.ftp.admission.policy;

import java.util.UUID;

/** A session says what it is; what it does not say is null. */
record Claim(UUID id, String host, String account) {
}
