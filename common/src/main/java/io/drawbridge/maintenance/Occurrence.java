package io.drawbridge.maintenance;

import java.time.Instant;

/**
 * One time that a window is open.
 *
 * @param startsAt the first moment of it
 * @param endsAt the first moment after it; null: until it is taken away
 */
public record Occurrence(Instant startsAt, Instant endsAt) {
}
