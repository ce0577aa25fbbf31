package io.drawbridge.ftp.admission;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Who waits for a place, in the order of coming. Its turn comes fairly: each address has one before any has its second. And
 * an address takes a seat only while more are free than it has, so that none takes them all.
 *
 * @param <T> compared by identity or as a record that is different for each client
 */
final class WaitingRoom<T> {
    private final int seats;
    private final Function<T, ?> address;
    private final Set<T> waiting = new LinkedHashSet<>();

    /**
     * @param seats how many may wait
     * @param address of a client: what counts as one
     */
    WaitingRoom(int seats, Function<T, ?> address) {
        this.seats = seats;
        this.address = address;
    }

    /** @return false when there is no seat for this one */
    synchronized boolean enter(T client) {
        Object from = address.apply(client);
        long itsOwn = waiting.stream().filter(other -> address.apply(other).equals(from)).count();
        return itsOwn < seats - waiting.size() && waiting.add(client);
    }

    synchronized void leave(T client) {
        waiting.remove(client);
    }

    synchronized void clear() {
        waiting.clear();
    }

    synchronized boolean isIn(T client) {
        return waiting.contains(client);
    }

    synchronized int size() {
        return waiting.size();
    }

    /** In the order of their turns, as a new list. */
    synchronized List<T> fairly() {
        Map<Object, List<T>> byAddress = new LinkedHashMap<>();
        waiting.forEach(client -> byAddress.computeIfAbsent(address.apply(client), a -> new ArrayList<>()).add(client));
        List<Iterator<T>> turns = new ArrayList<>(byAddress.values().stream().map(List::iterator).toList());
        List<T> fairly = new ArrayList<>(waiting.size());
        while (!turns.isEmpty()) {
            turns.removeIf(turn -> !turn.hasNext());
            turns.forEach(turn -> fairly.add(turn.next()));
        }
        return fairly;
    }
}
