package io.drawbridge.ftp.data;

import java.util.Optional;
import java.util.function.Consumer;

/** The one data connection of an endpoint: it comes, or fails to come, or the endpoint is closed before. Any thread. */
final class ExpectedConnection implements AutoCloseable {
    /** Null until it has come. */
    private DataConnection connection;
    /** It will not come any more, or has been closed. */
    private boolean over;
    /** Who waits for it; null for nobody. */
    private Consumer<Optional<DataConnection>> waiting;

    /** Here it is; closed when it is not expected any more. */
    void arrived(DataConnection arrived) {
        Consumer<Optional<DataConnection>> told;
        synchronized (this) {
            told = takeWaiting();
            if (!over && connection == null) {
                connection = arrived;
            }
        }
        if (connection != arrived) {
            arrived.close();
        } else if (told != null) {
            told.accept(Optional.of(arrived));
        }
    }

    /** It will not come; if it has not come yet. */
    void failed() {
        Consumer<Optional<DataConnection>> told;
        synchronized (this) {
            if (connection != null) {
                return;
            }
            over = true;
            told = takeWaiting();
        }
        if (told != null) {
            told.accept(Optional.empty());
        }
    }

    /**
     * Once.
     *
     * @param then told when it has come, by this thread or by the event loop of the connection; with empty when it will not
     *        come, or has been closed already, by whoever finds out
     * @return whether it was told at once
     */
    boolean whenHere(Consumer<Optional<DataConnection>> then) {
        Optional<DataConnection> here;
        synchronized (this) {
            if (!over && connection == null) {
                waiting = then;
                return false;
            }
            here = over ? Optional.empty() : Optional.of(connection);
        }
        then.accept(here);
        return true;
    }

    /** Whether it will not come any more, or has been closed. */
    synchronized boolean isOver() {
        return over;
    }

    /** Closing twice is harmless. */
    @Override
    public void close() {
        Consumer<Optional<DataConnection>> told;
        synchronized (this) {
            over = true;
            told = takeWaiting();
        }
        if (connection != null) {
            connection.close();
        }
        if (told != null) {
            told.accept(Optional.empty());
        }
    }

    private Consumer<Optional<DataConnection>> takeWaiting() {
        Consumer<Optional<DataConnection>> told = waiting;
        waiting = null;
        return told;
    }
}
