package io.drawbridge.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** Rows under headings, or names beside values. */
public final class Table {
    private static final String GAP = "  ";
    /** Less than this says nothing. */
    private static final int NARROWEST = 6;
    private static final String NOTHING = "-";

    private record Column(String heading, boolean isWhole, Function<JsonNode, String> value) {
    }

    private final List<Column> columns = new ArrayList<>();

    /** A field of each item. */
    public Table column(String heading, String field) {
        return column(heading, item -> value(item.path(field)));
    }

    /** @param value of each item; null for none */
    public Table column(String heading, Function<JsonNode, String> value) {
        columns.add(new Column(heading, false, value));
        return this;
    }

    /** Never cut, as a time or an address of which a part says nothing. */
    public Table whole(String heading, String field) {
        return whole(heading, item -> value(item.path(field)));
    }

    /** @param value of each item; null for none */
    public Table whole(String heading, Function<JsonNode, String> value) {
        columns.add(new Column(heading, true, value));
        return this;
    }

    /**
     * @param items an array of objects
     * @param width in columns of the terminal; as wide as it gets if there is none to fit into
     */
    public List<String> lines(JsonNode items, int width) {
        List<String[]> rows = new ArrayList<>();
        rows.add(columns.stream().map(Column::heading).toArray(String[]::new));
        for (JsonNode item : items) {
            rows.add(columns.stream().map(column -> cell(column.value().apply(item))).toArray(String[]::new));
        }
        int[] widths = widths(rows);
        fit(widths, width);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** Each field of an object with what it is. Nothing is cut. */
    public static List<String> fields(JsonNode object) {
        List<String[]> rows = new ArrayList<>();
        object.properties().forEach(field -> rows.add(new String[] { field.getKey(), cell(value(field.getValue())) }));
        return aligned(rows);
    }

    /** Rows with as many cells each, which are clean. */
    public static List<String> aligned(List<String[]> rows) {
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static int[] widths(List<String[]> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], Text.width(row[i]));
            }
        }
        return widths;
    }

    /** The widest columns give most. */
    private void fit(int[] widths, int width) {
        int tooMuch = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - width;
        while (tooMuch > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (!columns.get(i).isWhole() && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0 || widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            tooMuch--;
        }
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String cell = Text.within(row[i], widths[i]);
            line.append(i == 0 ? "" : GAP).append(cell).append(" ".repeat(widths[i] - Text.width(cell)));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(String value) {
        return value == null || value.isBlank() ? NOTHING : Text.clean(value).strip();
    }

    /** As people read it: lists with commas, no quotes. */
    public static String value(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return "";
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false).map(Table::value).collect(Collectors.joining(", "));
        }
        if (node.isObject()) {
            return node.properties().stream().map(field -> field.getKey() + " " + value(field.getValue()))
                    .collect(Collectors.joining("; "));
        }
        return node.asText();
    }
}
