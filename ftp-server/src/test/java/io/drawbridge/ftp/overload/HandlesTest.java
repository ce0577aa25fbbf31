package io.drawbridge.ftp.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.overload.Alarm.Level;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HandlesTest {
    private final Handles handles = new Handles(1000);

    @Test
    void are_near_their_end_from_the_connection_on_that_has_got_a_high_number() {
        assertThat(handles.accepted(871)).isTrue();
        assertThat(handles.areNearEnd()).isFalse();
        assertThat(handles.accepted(872)).isTrue();
        assertThat(handles.areNearEnd()).isTrue();
    }

    @Test
    void are_kept_for_those_inside_when_only_the_last_are_left() {
        assertThat(handles.accepted(935)).isTrue();
        assertThat(handles.accepted(936)).isFalse();
    }

    @Test
    void a_sample_sees_what_was_between_it_and_the_last_one() {
        handles.accepted(872);
        assertThat(handles.sample(900)).isEqualTo(Level.BAD);
        assertThat(handles.areNearEnd()).isFalse();
        assertThat(handles.sample(900)).isEqualTo(Level.GOOD);
    }

    @Test
    void are_enough_for_connections_while_more_are_free_than_are_kept() {
        assertThat(handles.areEnough()).isTrue();
        handles.sample(64);
        assertThat(handles.areEnough()).isFalse();
        handles.sample(65);
        assertThat(handles.areEnough()).isTrue();
    }
}
