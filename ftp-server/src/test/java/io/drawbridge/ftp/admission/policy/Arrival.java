package io.drawbridge.ftp.admission.policy;

import java.util.UUID;

/** A client at the door, or one that runs and is counted again: then it may have a host and an account. */
record Arrival(UUID id, String listener, String address, long connectedAt, String host, String account) {
}
