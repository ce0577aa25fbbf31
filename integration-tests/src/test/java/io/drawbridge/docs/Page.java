package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of docs/ that is written by the code, from the code; rewritten by a run with {@code -Dwrite.docs=true}. */
final class Page {
    private static final String BEGIN = "<!-- begin: written by a test, see CONTRIBUTING.md -->\n";
    private static final String END = "<!-- end -->";
    /** Tests run in their module's folder. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private Page() {
    }

    /** @param name of a file in docs/, in which what stands between the two marks is written by the code */
    static void holds(String name, String generated) throws IOException {
        String page = read(name);
        String expected = with(page, generated);
        if (isWritten()) {
            Files.writeString(file(name), expected);
        } else {
            assertThat(page).as("docs/" + name + ": run with -Dwrite.docs=true to bring it up to date").isEqualTo(expected);
        }
    }

    /** Whether this run is to bring the pages up to date. */
    static boolean isWritten() {
        return Boolean.getBoolean("write.docs");
    }

    static String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** The page with that between the two marks. */
    static String with(String page, String generated) {
        assertThat(page).contains(BEGIN, END);
        return page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + generated + "\n"
                + page.substring(page.indexOf(END));
    }

    private static Path file(String name) {
        return PROJECT.resolve("docs").resolve(name);
    }
}
