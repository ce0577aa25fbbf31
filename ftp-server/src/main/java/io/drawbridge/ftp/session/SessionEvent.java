package io.drawbridge.ftp.session;

import java.util.Optional;

import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Command;
import io.drawbridge.ftp.protocol.Input;
import io.drawbridge.ftp.protocol.Verb;

/** What a session is told, in the order in which it happened. */
public sealed interface SessionEvent {

    /**
     * The client has sent a command.
     *
     * @param verb of its word; empty for an unknown one
     */
    record Commanded(Command command, Optional<Verb> verb) implements SessionEvent {
    }

    /** The client has sent what is no command. */
    record Failed(Input.Fault fault) implements SessionEvent {
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
