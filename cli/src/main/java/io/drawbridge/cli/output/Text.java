package io.drawbridge.cli.output;

/** Words for a terminal. Some of them are those of strangers, such as the account that a client has named. */
public final class Text {
    private Text() {
    }

    /** Without what a terminal would obey, or show in another order: on one line. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(point -> switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                point == '\n' || point == '\t' ? ' ' : '?';
            default -> point;
        }).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** How many columns it takes; marks, as of Thai, stand above what is before them. */
    static int width(String text) {
        return (int) text.codePoints().filter(point -> !isMark(point)).count();
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** Cut so that it takes no more columns than these, at least one. */
    public static String within(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int taken = 0;
        for (int point : text.codePoints().toArray()) {
            taken += isMark(point) ? 0 : 1;
            if (taken == columns) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut.append('…').toString();
    }
}
