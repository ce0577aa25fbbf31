package io.drawbridge.notice;

import java.util.Optional;

import jakarta.persistence.EntityManager;

/** Something that nodes should look at now and not at their next heartbeat. */
public sealed interface Notice {
    /** The channel of {@code LISTEN} and {@code NOTIFY}. */
    String CHANNEL = "drawbridge";

    /** Sessions of this node are to be closed. */
    record SessionsKicked(String node) implements Notice {
        private static final String WORD = "sessions-kicked ";

        @Override
        public String payload() {
            return WORD + node;
        }
    }

    /** What operators set has another version now. */
    record ConfigurationChanged() implements Notice {
        private static final String WORD = "configuration-changed";

        @Override
        public String payload() {
            return WORD;
        }
    }

    /** Sessions have ended while clients wait for a place. */
    record PlacesFreed() implements Notice {
        private static final String WORD = "places-freed";

        @Override
        public String payload() {
            return WORD;
        }
    }

    /** A node needs places that others have in advance. */
    record CreditAskedBack() implements Notice {
        private static final String WORD = "credit-asked-back";

        @Override
        public String payload() {
            return WORD;
        }
    }

    /** The text that travels; at most 8000 bytes, as PostgreSQL says. */
    String payload();

    /** Sends it when the caller's transaction commits, and not when it does not. */
    default void send(EntityManager transaction) {
        transaction.createNativeQuery("SELECT pg_notify(?1, ?2)", Object.class)
                .setParameter(1, CHANNEL).setParameter(2, payload()).getSingleResult();
    }

    /** @return empty for a payload of some other version of this program */
    static Optional<Notice> parse(String payload) {
        if (payload.startsWith(SessionsKicked.WORD)) {
            return Optional.of(new SessionsKicked(payload.substring(SessionsKicked.WORD.length())));
        }
        return switch (payload) {
            case ConfigurationChanged.WORD -> Optional.of(new ConfigurationChanged());
            case PlacesFreed.WORD -> Optional.of(new PlacesFreed());
            case CreditAskedBack.WORD -> Optional.of(new CreditAskedBack());
            default -> Optional.empty();
        };
    }
}
