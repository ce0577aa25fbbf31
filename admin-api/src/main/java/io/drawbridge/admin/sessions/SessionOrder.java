package io.drawbridge.admin.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import io.drawbridge.admin.input.Moment;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.database.SessionRow;

/** In which order sessions are listed. One after the other has a place that does not move when others come and go. */
enum SessionOrder {
    OLDEST("connectedAt", "connected_at", "ASC", row -> row.connectedAt),
    NEWEST("-connectedAt", "connected_at", "DESC", row -> row.connectedAt),
    SILENT("lastActivityAt", "last_activity_at", "ASC", row -> row.lastActivityAt),
    ACTIVE("-lastActivityAt", "last_activity_at", "DESC", row -> row.lastActivityAt);

    /** Of an item in the order. */
    record Place(Instant at, UUID id) {

        /** As clients give it back. */
        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString((at + " " + id).getBytes(StandardCharsets.US_ASCII));
        }

        /** @return empty when it is none */
        static Optional<Place> of(String text) {
            try {
                String[] words = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ", 2);
                Instant at = Moment.read(words[0], "after", new Faults());
                return words.length < 2 || at == null ? Optional.empty()
                        : Optional.of(new Place(at, UUID.fromString(words[1])));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    private final String word;
    private final String column;
    private final String direction;
    private final Function<SessionRow, Instant> at;

    SessionOrder(String word, String column, String direction, Function<SessionRow, Instant> at) {
        this.word = word;
        this.column = column;
        this.direction = direction;
        this.at = at;
    }

    /** @return null, with a fault, when it is none */
    static SessionOrder read(String word, Faults faults) {
        Optional<SessionOrder> order = Stream.of(values()).filter(one -> one.word.equals(word)).findFirst();
        faults.unless(order.isPresent(), "sort",
                "must be one of " + String.join(", ", Stream.of(values()).map(one -> one.word).toList()));
        return order.orElse(null);
    }

    /** In SQL, of a session {@code s}. */
    String orderBy() {
        return "s." + column + " " + direction + ", s.id " + direction;
    }

    /** In SQL, of a session {@code s} behind the place {@code :placeAt}, {@code :placeId}. */
    String behind() {
        return "(s." + column + ", s.id) " + (direction.equals("ASC") ? ">" : "<") + " (:placeAt, :placeId)";
    }

    Place placeOf(SessionRow row) {
        return new Place(at.apply(row), row.id);
    }
}
