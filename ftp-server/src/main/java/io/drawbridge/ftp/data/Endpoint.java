package io.drawbridge.ftp.data;

import java.time.Duration;
import java.util.Optional;

/** Where one data connection is to be made, and who makes it. Whoever holds it closes it, and the connection with it. */
public sealed interface Endpoint extends AutoCloseable permits PassiveEndpoint, ActiveEndpoint {

    /**
     * The connection with the client. Blocks; not on an event loop. Once.
     *
     * @return empty when there was none in time, or the endpoint was closed meanwhile
     */
    Optional<DataConnection> connect(Duration atMost);

    /** Closes the connection, too. Any thread; closing twice is harmless. */
    @Override
    void close();
}
