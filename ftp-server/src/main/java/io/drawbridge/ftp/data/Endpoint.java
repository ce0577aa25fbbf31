package io.drawbridge.ftp.data;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Where one data connection is to be made, and who makes it. Whoever holds it closes it, and the connection with it. */
public sealed interface Endpoint extends AutoCloseable permits PassiveEndpoint, ActiveEndpoint {

    /**
     * The connection with the client. Does not block. Once.
     *
     * @param then told once, by any thread: empty when there was none in time, or the endpoint was closed meanwhile
     */
    void connect(Duration atMost, Consumer<Optional<DataConnection>> then);

    /** Closes the connection, too. Any thread; closing twice is harmless. */
    @Override
    void close();
}
