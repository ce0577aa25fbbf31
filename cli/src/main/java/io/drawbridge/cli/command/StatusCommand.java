package io.drawbridge.cli.command;

import picocli.CommandLine.Command;

/** {@link Overview}, once. */
@Command(name = "status", description = "See how things stand: door, sessions, refusals, nodes.")
public final class StatusCommand implements Runnable {
    private final Shell shell;

    public StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Overview overview = Overview.of(shell.api(), shell.spoken().now());
        if (shell.isJson()) {
            shell.say(overview.json().toString());
        } else {
            shell.say(overview.lines(null));
        }
    }
}
