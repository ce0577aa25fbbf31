package io.drawbridge.ftp.protocol;

/**
 * A command line in its two parts.
 *
 * @param word the command word as sent; may be no {@link Verb}
 * @param argument all that follows the first space, spaces kept (a file name may begin and end with them); empty when
 *        nothing does
 */
public record Command(String word, String argument) {

    public static Command parse(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? new Command(line, "") : new Command(line.substring(0, space), line.substring(space + 1));
    }

    /** Without the argument, which may be a password. */
    @Override
    public String toString() {
        return word;
    }
}
