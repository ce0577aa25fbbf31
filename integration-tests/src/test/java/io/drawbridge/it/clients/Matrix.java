package io.drawbridge.it.clients;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients have done in a run of the tests. As text it is a table: for each client and way how many tasks. */
public final class Matrix {
    private record Cell(String client, Way way) {
    }

    private final Map<Cell, Task> tried = new ConcurrentHashMap<>();
    private final Map<Cell, Queue<Task>> done = new ConcurrentHashMap<>();

    public void tries(RealClient client, Way way, Task task) {
        tried.put(new Cell(client.name(), way), task);
    }

    public void hasDone(RealClient client, Way way, Task task) {
        done.computeIfAbsent(new Cell(client.name(), way), cell -> new ConcurrentLinkedQueue<>()).add(task);
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("%-32s".formatted("tasks done"));
        RealClient.ALL.forEach(client -> table.append("%-20s".formatted(client.name())));
        for (Way way : Way.all()) {
            table.append("\n%-32s".formatted(way));
            RealClient.ALL.forEach(client -> table.append("%-20s".formatted(words(client, way))));
        }
        return table.toString();
    }

    private String words(RealClient client, Way way) {
        Cell cell = new Cell(client.name(), way);
        if (!client.can(way)) {
            return "-";
        } else if (!tried.containsKey(cell)) {
            return "not run";
        }
        List<Task> able = Task.EXAMPLES.stream().filter(client::can).toList();
        int count = done.containsKey(cell) ? done.get(cell).size() : 0;
        return count == able.size() ? count + " of " + able.size() : "NOT " + tried.get(cell).words();
    }
}
