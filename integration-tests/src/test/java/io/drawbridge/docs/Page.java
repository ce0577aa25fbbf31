package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of docs/ that is written by the code, from the code; rewritten by a run with {@code -Dwrite.docs=true}. */
final class Page {
    /** Tests run in their module's folder. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private Page() {
    }

    /** @param name of a file in docs/, in which what stands between the two marks is written by the code */
    static void holds(String name, String generated) throws IOException {
        Path file = PROJECT.resolve("docs").resolve(name);
        String begin = "<!-- begin: written by a test, see CONTRIBUTING.md -->\n";
        String end = "<!-- end -->";
        String page = Files.readString(file);
        assertThat(page).contains(begin, end);
        String expected = page.substring(0, page.indexOf(begin) + begin.length()) + "\n" + generated + "\n"
                + page.substring(page.indexOf(end));
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(file, expected);
        } else {
            assertThat(page).as("docs/" + name + ": run with -Dwrite.docs=true to bring it up to date").isEqualTo(expected);
        }
    }
}
