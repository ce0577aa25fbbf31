package io.drawbridge.ftp.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several names in one argument: spaces between them, quotes around those that hold spaces, quotes inside those doubled. */
final class Names {
    private static final Pattern NAME = Pattern.compile("\\G *+(?:\"((?:[^\"]|\"\")++)\"|([^ \"]++))(?= |$)");

    private Names() {
    }

    /** @return empty when a quote has no end, or stands inside a name without quotes */
    static Optional<List<String>> split(String argument) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(argument);
        int end = 0;
        while (name.find()) {
            names.add(name.group(1) == null ? name.group(2) : name.group(1).replace("\"\"", "\""));
            end = name.end();
        }
        return argument.substring(end).isBlank() ? Optional.of(names) : Optional.empty();
    }
}
