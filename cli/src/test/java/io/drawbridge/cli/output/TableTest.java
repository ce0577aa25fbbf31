package io.drawbridge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TableTest {
    private final Table table = new Table().column("NAME", "name").column("REASON", "reason");

    @Test
    void columns_stand_below_each_other_and_what_is_not_there_is_a_dash() throws Exception {
        assertThat(table.lines(json("[{'name':'alice','reason':'disks'},{'name':'bo','reason':null}]"), 80))
                .containsExactly("NAME   REASON", "alice  disks", "bo     -");
    }

    @Test
    void the_widest_column_gives_way_to_a_narrow_terminal() throws Exception {
        assertThat(table.lines(json("[{'name':'alice','reason':'a rather long story'}]"), 17))
                .containsExactly("NAME   REASON", "alice  a rather …");
    }

    @Test
    void an_address_stays_whole() throws Exception {
        assertThat(new Table().whole("ADDRESS", "address").column("REASON", "reason")
                .lines(json("[{'address':'2001:db8:1:2:3:4:5:6','reason':'too many sessions'}]"), 12))
                .containsExactly("ADDRESS               REASON", "2001:db8:1:2:3:4:5:6  too m…");
    }

    @Test
    void marks_of_thai_take_no_column() throws Exception {
        assertThat(table.lines(json("[{'name':'ปิดถึง','reason':'x'},{'name':'bob','reason':'y'}]"), 80))
                .containsExactly("NAME  REASON", "ปิดถึง  x", "bob   y");
    }

    @Test
    void a_stranger_s_words_move_no_cursor_and_end_no_line() throws Exception {
        String line = table.lines(json("[{'name':'\\u001b[2J\\u009b\\u202e','reason':'a\\r\\nb'}]"), 80).getLast();
        assertThat(line).isEqualTo("?[2J??  a? b");
    }

    @Test
    void fields_are_what_the_api_calls_them() throws Exception {
        assertThat(Table.fields(json("{'maxSessions':null,'accounts':['bob','carol'],'applied':{'nodes':1,'of':2}}")))
                .containsExactly("maxSessions  -", "accounts     bob, carol", "applied      nodes 1; of 2");
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
