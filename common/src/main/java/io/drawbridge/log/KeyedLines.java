package io.drawbridge.log;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logmanager.ExtLogRecord;

import io.quarkus.logging.LoggingFilter;

/**
 * Keeps each event of Drawbridge in a line of its own, and its keys apart. A key is what stands in the source, as in
 * {@code LOG.infof("session=%s closed by=%s", …)}, and never what has been filled in: a line break or {@code " account="} in
 * the name of a user or a file is part of a value. In JSON the keys are fields, under {@code mdc}.
 *
 * <p>
 * Lets all records through. The handlers of Quarkus know it by its name, see {@code microprofile-config.properties}.
 */
@LoggingFilter(name = "keyed-lines")
public final class KeyedLines implements Filter {
    private static final String OURS = "io.drawbridge.";
    /**
     * What {@link java.util.Formatter} fills in, with the key before it if there is one. No line of ours counts them with
     * {@code $}.
     */
    private static final Pattern PLACE = Pattern.compile("(?:(?<!\\S)(\\w+)=)?%[-#+ 0,(]*\\d*(?:\\.\\d+)?([a-zA-Z%])");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");
    private static final Pattern UNPRINTABLE_OR_SPACE = Pattern.compile("[\\p{C}\\p{Z}]");
    /** What a line says for no value. */
    private static final String NOTHING = "-";

    @Override
    public boolean isLoggable(LogRecord event) {
        if (event instanceof ExtLogRecord record && record.getFormatStyle() == ExtLogRecord.FormatStyle.PRINTF
                && record.getParameters() != null && record.getLoggerName() != null
                && record.getLoggerName().startsWith(OURS)) {
            keep(record);
        }
        return true;
    }

    private static void keep(ExtLogRecord record) {
        Object[] values = record.getParameters().clone();
        Matcher place = PLACE.matcher(record.getMessage());
        for (int next = 0; next < values.length && place.find();) {
            String key = place.group(1);
            boolean takesNoValue = place.group(2).equals("%") || place.group(2).equals("n");
            if (takesNoValue) {
                continue;
            }
            values[next] = printable(values[next], key == null ? UNPRINTABLE : UNPRINTABLE_OR_SPACE, key == null ? " " : "?");
            String value = String.valueOf(values[next]);
            if (key != null && !value.equals(NOTHING)) {
                record.putMdc(key, value);
            }
            next++;
        }
        record.setParameters(values);
    }

    private static Object printable(Object value, Pattern unprintable, String instead) {
        return value == null || value instanceof Number ? value : unprintable.matcher(value.toString()).replaceAll(instead);
    }
}
