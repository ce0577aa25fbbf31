package io.drawbridge.ftp.admission;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

import jakarta.inject.Singleton;

import io.drawbridge.event.EventType;
import io.drawbridge.event.Measure;
import io.drawbridge.ftp.journal.Journal;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.vertx.core.json.JsonObject;

/** Tells the journal what happens at the door, in the words of the API, and counts it. Any thread; does not block. */
@Singleton
final class DoorEvents {
    private final Journal journal;
    private final Node node;
    private final DoorCounters counters;

    DoorEvents(Journal journal, Node node, DoorCounters counters) {
        this.journal = journal;
        this.node = node;
        this.counters = counters;
    }

    /** @param sessions how many there are now, with this one */
    void opened(Slot slot, int sessions) {
        journal.count(Measure.ADMITTED, 1);
        journal.count(Measure.SESSIONS, sessions);
        journal.tell(EventType.SESSION_OPENED, () -> session(slot));
    }

    void closed(Slot slot) {
        countBytes(slot);
        journal.tell(EventType.SESSION_CLOSED, () -> session(slot).put("closedAt", text(Instant.now())));
    }

    /** What they did since the last time. */
    void sample(Collection<Slot> held) {
        journal.count(Measure.SESSIONS, held.size());
        held.forEach(this::countBytes);
    }

    private void countBytes(Slot slot) {
        slot.countBytes((received, sent) -> {
            counters.moved(received, sent);
            if (received > 0) {
                journal.count(Measure.BYTES_RECEIVED, received);
            }
            if (sent > 0) {
                journal.count(Measure.BYTES_SENT, sent);
            }
        });
    }

    void loginFailed() {
        journal.count(Measure.LOGINS_FAILED, 1);
    }

    /** Whether it is told of or not. */
    void countRefused(Reason reason) {
        journal.count(Measure.REFUSED, reason);
    }

    private JsonObject session(Slot slot) {
        Activity activity = slot.occupant().activity();
        return new JsonObject().put("id", text(slot.id())).put("node", node.name()).put("listener", slot.listener())
                .put("host", slot.host()).put("remoteAddress", slot.address().getHostAddress()).put("account", slot.account())
                .put("state", word(activity.state())).put("connectedAt", text(slot.connectedAt()))
                .put("lastActivityAt", text(activity.lastActivityAt())).put("bytesReceived", activity.bytesReceived())
                .put("bytesSent", activity.bytesSent());
    }

    void refused(RefusalLog.Refused refused) {
        Refusal refusal = refused.refusal();
        journal.tell(EventType.SESSION_REFUSED, () -> new JsonObject().put("reference", refusal.reference())
                .put("refusedAt", text(refused.at())).put("node", node.name()).put("reason", word(refusal.reason()))
                .put("remoteAddress", refused.address().getHostAddress()).put("account", refused.account())
                .put("subject", refusal.subject()).put("rule", refusal.rule()).put("limit", refusal.limit())
                .put("held", refusal.held()).put("message", refusal.message())
                .put("retryAfterSeconds", refusal.retryAfter().toSeconds()));
    }

    /** They were too many to be told of one by one. */
    void moreRefused(Map<Reason, Long> counts) {
        JsonObject byReason = new JsonObject();
        counts.forEach((reason, count) -> byReason.put(word(reason), count));
        journal.tell(EventType.MORE_REFUSED,
                () -> new JsonObject().put("node", node.name()).put("at", text(Instant.now())).put("counts", byReason));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        return value.toString();
    }
}
