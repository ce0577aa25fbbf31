package io.drawbridge.docs;

import java.io.IOException;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.it.clients.RealClient;
import io.drawbridge.it.clients.Task;
import io.drawbridge.it.clients.Way;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClientsPageTest {

    @Test
    void every_client_is_there_with_what_it_can_and_how() throws IOException {
        Page.holds("clients.md", table("way", Way.all(), Way::toString, RealClient::can) + "\n"
                + table("task", Task.EXAMPLES, Task::words, RealClient::can)
                + ofEach("", client -> "\n## %s\n%s. %s\n\n%s".formatted(client.name(), client.version(), client.note(),
                        client.manual())));
    }

    private static <T> String table(String first, List<T> rows, Function<T, String> words, BiPredicate<RealClient, T> can) {
        return "| " + first + ofEach(" | ", RealClient::name) + " |\n|---" + ofEach("|", client -> "---") + "|\n"
                + rows.stream()
                        .map(row -> "| " + words.apply(row) + ofEach(" | ", client -> can.test(client, row) ? "yes" : "–")
                                + " |\n")
                        .collect(Collectors.joining());
    }

    private static String ofEach(String before, Function<RealClient, String> words) {
        return RealClient.ALL.stream().map(client -> before + words.apply(client)).collect(Collectors.joining());
    }
}
