package io.drawbridge.ftp.data;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one data connection of an endpoint: it comes, or fails to come, or the endpoint is closed before. Any thread. */
final class ExpectedConnection implements AutoCloseable {
    private final CompletableFuture<DataConnection> connected = new CompletableFuture<>();
    private volatile boolean closed;

    /** Here it is; closed when it is not expected any more. */
    void arrived(DataConnection connection) {
        if (!connected.complete(connection)) {
            connection.close();
        }
    }

    /** It will not come. */
    void failed() {
        connected.cancel(false);
    }

    /** @return empty when it did not come in time, or will not come, or has been closed already */
    Optional<DataConnection> await(Duration atMost) {
        try {
            DataConnection connection = connected.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return closed ? Optional.empty() : Optional.of(connection);
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
        if (!connected.cancel(false) && !connected.isCancelled()) {
            connected.join().close();
        }
    }
}
