package io.drawbridge.it.clients;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.drawbridge.it.CommandLine;
import io.drawbridge.it.clients.Way.Family;
import io.drawbridge.it.clients.Way.Mode;
import io.drawbridge.it.clients.Way.Security;

/** A client that is run by the shell, by the same lines that docs/clients.md shows. */
sealed interface ShellClient extends RealClient permits Curl, Wget, Lftp, Ncftp, Tnftp, Rclone, Ftplib {
    List<Way> SHOWN = List.of(Way.PLAINEST, new Way(Security.EXPLICIT, Mode.PASSIVE, Family.IPV4),
            new Way(Security.IMPLICIT, Mode.PASSIVE, Family.IPV4),
            new Way(Security.PLAIN, Mode.ACTIVE, Family.IPV4));

    /** The program that must be installed. */
    String program();

    /** For the shell; empty when the client has nothing for it. */
    Optional<String> script(Task task, Login login);

    @Override
    default boolean can(Task task) {
        return script(task, Login.example(Way.PLAINEST)).isPresent();
    }

    @Override
    default String run(Task task, Login login, Path folder) throws IOException, InterruptedException {
        CommandLine.of(program());
        return CommandLine.of("sh", "-c", "cd " + quoted(folder) + "\n" + script(task, login).orElseThrow()).run();
    }

    /** All tasks the first way, and then the first task in other ways. */
    @Override
    default String manual() {
        List<String> lines = new ArrayList<>();
        for (Way way : SHOWN) {
            List<Task> tasks = Task.EXAMPLES.stream().filter(this::can).toList();
            if (can(way)) {
                for (Task task : lines.isEmpty() ? tasks : tasks.subList(0, 1)) {
                    lines.add(
                            "# " + task.words() + (way.equals(Way.PLAINEST) ? "" : ", " + way.security() + ", " + way.mode()));
                    lines.add(script(task, Login.example(way)).orElseThrow());
                }
            }
        }
        return "```sh\n" + String.join("\n", lines) + "\n```\n";
    }

    /** Leaves out those that are empty. */
    static String words(String... words) {
        return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    /** One word of the shell. */
    static String quoted(Object word) {
        String text = word.toString();
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Lines on the standard input of a program. */
    static String fed(String program, String... lines) {
        return program + " <<'END'\n" + String.join("\n", lines) + "\nEND";
    }
}
