package io.drawbridge.ftp.admission;

import java.time.Instant;

import io.drawbridge.database.SessionRow;

/**
 * What a session is doing, as operators see it.
 *
 * @param bytesReceived over data connections, in bytes
 * @param bytesSent over data connections, in bytes
 */
public record Activity(SessionRow.State state, Instant lastActivityAt, long bytesReceived, long bytesSent) {

    /** Whether no transfer runs. */
    boolean isIdle() {
        return state != SessionRow.State.TRANSFERRING;
    }
}
