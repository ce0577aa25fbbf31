package io.drawbridge.admin.sessions;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.drawbridge.admin.input.Word;
import io.drawbridge.database.SessionRow;

/** A session as the client reads it. */
public record SessionView(@Schema(description = "Names it, for as long as it lives.") UUID id,
        @Schema(description = "Name of the ftp-server that holds it.", examples = "ftp-0") String node,
        @Schema(description = "Name of the listener that it came by.", examples = "ftp") String listener,
        @Schema(nullable = true, description = "Virtual host, as the client said; null when it did not.", examples = "ftp.example.org") String host,
        @Schema(description = "IPv4 or IPv6 address of the client.", examples = "192.0.2.7") String remoteAddress,
        @Schema(nullable = true, description = "Null before the login.", examples = "alice") String account,
        @Schema(enumeration = {
                "connected", "idle", "transferring" }, description = "connected: not logged in yet.") String state,
        @Schema(description = "When it came.") Instant connectedAt,
        @Schema(description = "When it last sent a command, or data moved.") Instant lastActivityAt,
        @Schema(description = "Over data connections, in bytes.") long bytesReceived,
        @Schema(description = "Over data connections, in bytes.") long bytesSent,
        @Schema(nullable = true, description = "Whose reserved place it has; null: one of the places for all.", examples = "operators") String reserve){

    static SessionView of(SessionRow row) {
        return new SessionView(row.id, row.node, row.listener, row.host, row.remoteAddress.getHostAddress(), row.account,
                Word.of(row.state), row.connectedAt, row.lastActivityAt, row.bytesReceived,
                row.bytesSent, row.reserve);
    }
}
