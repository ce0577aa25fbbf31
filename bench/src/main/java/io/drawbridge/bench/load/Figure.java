package io.drawbridge.bench.load;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is measured: a load with its size. */
public enum Figure {
    GREETINGS("greetings", 50, new Work.Visit()),
    LOGINS("logins", 20, new Work.Login(false)),
    NOOP("NOOP", 50, new Work.Noop()),
    RETR_4K("RETR 4 KiB", 10, retrieve(Content.SMALL, false)),
    RETR_1M("RETR 1 MiB", 4, retrieve(Content.MIDDLE, false)),
    RETR_64M("RETR 64 MiB", 2, retrieve(Content.LARGE, false)),
    STOR_4K("STOR 4 KiB", 10, store(Content.SMALL, false)),
    STOR_1M("STOR 1 MiB", 4, store(Content.MIDDLE, false)),
    STOR_64M("STOR 64 MiB", 2, store(Content.LARGE, false)),
    LIST("LIST, 1,000 files", 4, new Work.Listing("LIST", Content.LISTED, false)),
    MLSD("MLSD, 1,000 files", 4, new Work.Listing("MLSD", Content.LISTED, false)),
    TLS_LOGINS("TLS logins", 10, new Work.Login(true)),
    TLS_RETR_4K("TLS RETR 4 KiB", 10, retrieve(Content.SMALL, true)),
    TLS_RETR_64M("TLS RETR 64 MiB", 2, retrieve(Content.LARGE, true)),
    TLS_STOR_64M("TLS STOR 64 MiB", 2, store(Content.LARGE, true));

    private static final long IN_BYTES = 1 << 20;

    private final String title;
    private final int clients;
    private final Work work;

    Figure(String title, int clients, Work work) {
        this.title = title;
        this.clients = clients;
        this.work = work;
    }

    private static Work retrieve(long size, boolean tls) {
        return new Work.Retrieve(Content.file(size), size, tls);
    }

    private static Work store(long size, boolean tls) {
        return new Work.Store(Content.UPLOADS, size, tls);
    }

    /** @return of that constant's name, in any case and with - for _ */
    public static Optional<Figure> of(String name) {
        return Stream.of(values()).filter(figure -> figure.name().equalsIgnoreCase(name.strip().replace('-', '_'))).findFirst();
    }

    public static List<Figure> all() {
        return List.of(values());
    }

    public String title() {
        return title;
    }

    /** How many at a time; for NOOP and transfers each is a session. */
    public int clients() {
        return clients;
    }

    public Work work() {
        return work;
    }

    /** Whether MiB a second say more of it than how many a second. */
    public boolean isInBytes() {
        return switch (work) {
            case Work.Retrieve retrieve -> retrieve.size() >= IN_BYTES;
            case Work.Store store -> store.size() >= IN_BYTES;
            case Work.Visit visit -> false;
            case Work.Login login -> false;
            case Work.Noop noop -> false;
            case Work.Listing listing -> false;
        };
    }
}
