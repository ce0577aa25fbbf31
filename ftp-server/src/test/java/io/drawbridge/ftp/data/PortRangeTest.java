package io.drawbridge.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PortRangeTest {

    @Test
    void its_parts_are_of_one_size_and_do_not_overlap() {
        PortRange range = new PortRange(40000, 40299);
        assertThat(range.part(0, 100)).isEqualTo(new PortRange(40000, 40099));
        assertThat(range.part(2, 100)).isEqualTo(new PortRange(40200, 40299));
    }

    @Test
    void there_is_no_part_beyond_its_end_nor_of_any_port() {
        assertThatThrownBy(() -> new PortRange(40000, 40298).part(2, 100)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the ports 40000-40298 are too few for 3 times 100");
        assertThatThrownBy(() -> new PortRange(40000, 40299).part(999_999, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PortRange(0, 0).part(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
