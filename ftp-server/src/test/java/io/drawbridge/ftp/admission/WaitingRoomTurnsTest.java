package io.drawbridge.ftp.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WaitingRoomTurnsTest {

    /** @param number in the order of coming */
    private record Client(String address, int number) {
    }

    private final WaitingRoom<Client> room = new WaitingRoom<>(5, Client::address);
    private final Client a1 = new Client("a", 1);
    private final Client a2 = new Client("a", 2);
    private final Client a3 = new Client("a", 3);
    private final Client b4 = new Client("b", 4);
    private final Client c5 = new Client("c", 5);

    private void allEnter() {
        assertThat(Stream.of(a1, a2, a3, b4, c5)).allMatch(room::enter);
    }

    @Test
    void each_address_has_a_turn_before_any_has_its_second() {
        allEnter();
        assertThat(room.fairly()).containsExactly(a1, b4, c5, a2, a3);
    }

    @Test
    void who_has_left_has_no_turn() {
        allEnter();
        room.leave(a1);
        room.leave(c5);
        assertThat(room.fairly()).containsExactly(a2, b4, a3);
    }

    @Test
    void there_are_no_more_seats_than_there_are() {
        allEnter();
        Client late = new Client("d", 6);
        assertThat(room.enter(late)).isFalse();
        room.leave(a1);
        assertThat(room.enter(late)).isTrue();
        assertThat(room.size()).isEqualTo(5);
    }

    @Test
    void an_address_takes_a_seat_only_while_more_are_free_than_it_has() {
        assertThat(Stream.of(a1, a2, a3)).allMatch(room::enter);
        assertThat(room.enter(new Client("a", 7))).isFalse();
        assertThat(room.enter(b4)).isTrue();
    }
}
