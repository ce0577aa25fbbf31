package io.drawbridge.ftp.session;

import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Input;

/** What a session's thread is told, in the order in which it happened. */
public sealed interface SessionEvent {

    record Received(Input input) implements SessionEvent {
    }

    record TransferEnded(Transfer.Outcome outcome) implements SessionEvent {
    }

    /** The client sends no more; what it sent before has been received. */
    record InputEnded() implements SessionEvent {
    }

    /** The connection is gone. */
    record Disconnected() implements SessionEvent {
    }
}
