package io.drawbridge.bench.load;

/** What each client of a round does again and again. */
public sealed interface Work {

    /** Connects, reads its greeting, says QUIT. Timed is the greeting, from before the connection on. */
    record Visit() implements Work {
    }

    /** Connects, logs in, says QUIT. Timed is all before QUIT. */
    record Login(boolean tls) implements Work {
    }

    /** Says NOOP, as soon as the one before is answered. */
    record Noop() implements Work {
    }

    /** Passive and in {@code TYPE I}. Timed is all from PASV to the last reply and the end of the data connection. */
    record Retrieve(String path, long size, boolean tls) implements Work {
    }

    /** @param folder in which each client has a file of its own */
    record Store(String folder, long size, boolean tls) implements Work {
    }

    /** @param verb LIST, MLSD or NLST */
    record Listing(String verb, String path, boolean tls) implements Work {
    }

    default boolean isTls() {
        return switch (this) {
            case Visit visit -> false;
            case Login login -> login.tls();
            case Noop noop -> false;
            case Retrieve retrieve -> retrieve.tls();
            case Store store -> store.tls();
            case Listing listing -> listing.tls();
        };
    }
}
