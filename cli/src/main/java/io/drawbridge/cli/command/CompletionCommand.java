package io.drawbridge.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the shell is to know. */
@Command(name = "completion", description = { "Write the completion script of a shell.",
        "bash and zsh: source <(drawbridge completion bash)" })
public final class CompletionCommand implements Runnable {
    /** The names are what is typed. */
    enum Which {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Which which;

    @Spec
    private CommandSpec spec;

    private final Shell shell;

    public CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        // One script is for both: zsh reads it by its bashcompinit.
        shell.say(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    }
}
