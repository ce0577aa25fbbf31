package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.it.cluster.Figure;

/**
 * The figures come from the last run of the tests in this folder, and differ from run to run: only their places are compared.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ClusterGuaranteesPageTest {
    private static final String PAGE = "cluster-guarantees.md";
    private static final String TESTS = "ClusterGuaranteesIT";
    private static final Pattern NAMED = Pattern.compile("`" + TESTS + "\\.(\\w+)`");

    @Test
    void every_figure_is_there_as_the_tests_have_written_it() throws IOException {
        Optional<String> rows = Figure.rows();
        if (Page.isWritten() && rows.isPresent()) {
            Page.holds(PAGE, "| figure | measured |\n|---|---|\n" + rows.get());
        }
        assertThat(Figure.areAllIn(Page.read(PAGE)))
                .as("docs/" + PAGE + ": run the ITs, then the tests with -Dwrite.docs=true").isTrue();
    }

    @Test
    void every_promise_names_the_test_that_holds_it() throws Exception {
        List<String> named = NAMED.matcher(Page.read(PAGE)).results().map(MatchResult::group).toList();
        List<String> tests = Stream.of(Class.forName("io.drawbridge.it.cluster." + TESTS).getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> "`" + TESTS + "." + method.getName() + "`").toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(tests);
    }

    @Test
    void no_number_stands_outside_the_figures() throws IOException {
        String words = Page.with(Page.read(PAGE), "").replaceAll("`[^`]*`", "");
        assertThat(words).doesNotContainPattern("\\d");
    }
}
