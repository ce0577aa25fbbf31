package io.drawbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.drawbridge.cli.command.AccountCommands;
import io.drawbridge.cli.command.AuditCommands;
import io.drawbridge.cli.command.BanCommands;
import io.drawbridge.cli.command.CompletionCommand;
import io.drawbridge.cli.command.ExplainCommand;
import io.drawbridge.cli.command.GroupCommands;
import io.drawbridge.cli.command.LimitCommands;
import io.drawbridge.cli.command.LoginCommand;
import io.drawbridge.cli.command.LogoutCommand;
import io.drawbridge.cli.command.MaintenanceCommands;
import io.drawbridge.cli.command.NodeCommands;
import io.drawbridge.cli.command.RefusalCommands;
import io.drawbridge.cli.command.ReplyCommands;
import io.drawbridge.cli.command.SessionCommands;
import io.drawbridge.cli.command.Shell;
import io.drawbridge.cli.command.StatusCommand;
import io.drawbridge.cli.command.Surroundings;
import io.drawbridge.cli.command.TokenCommands;
import io.drawbridge.cli.command.TopCommand;
import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;
import io.drawbridge.cli.output.Terminal;
import io.drawbridge.cli.output.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** All commands, and how each of them ends: with an exit code, and one line when it has not done what it was asked to. */
@Command(name = "drawbridge", scope = ScopeType.INHERIT, sortOptions = false, usageHelpAutoWidth = false, description = "Steers a Drawbridge by its admin API.")
public final class Program {
    private static final int NARROWEST_HELP = 55;
    private static final int WIDEST_HELP = 120;

    @Mixin
    private final Shell shell;

    @Option(names = { "-h",
            "--help" }, scope = ScopeType.INHERIT, usageHelp = true, order = 98, description = "Show this help, and end.")
    private boolean helpWanted;

    @Option(names = "--version", versionHelp = true, order = 99, description = "Show the version, and end.")
    private boolean versionWanted;

    private Program(Shell shell) {
        this.shell = shell;
    }

    /** @return an exit code, see {@link ExitCode} */
    public static int run(Surroundings surroundings, String... arguments) {
        try (Shell shell = new Shell(surroundings)) {
            return commands(shell, surroundings).execute(arguments);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    /** With all commands below it. */
    public static CommandLine commands(Surroundings surroundings) {
        return commands(new Shell(surroundings), surroundings);
    }

    private static CommandLine commands(Shell shell, Surroundings surroundings) {
        CommandLine program = new CommandLine(new Program(shell));
        Stream.of(new StatusCommand(shell), new TopCommand(shell)).forEach(program::addSubcommand);
        CommandLine maintenance = new CommandLine(new MaintenanceCommands(shell))
                .addSubcommand(new MaintenanceCommands.WindowCommands(shell));
        CommandLine limits = new CommandLine(new LimitCommands(shell)).addSubcommand(new LimitCommands.RuleCommands(shell));
        Stream.of(maintenance, limits, new SessionCommands(shell), new AccountCommands(shell), new GroupCommands(shell),
                new BanCommands(shell), new NodeCommands(shell), new RefusalCommands(shell), new ExplainCommand(shell),
                new AuditCommands(shell), new ReplyCommands(shell), new TokenCommands(shell), new LoginCommand(shell),
                new LogoutCommand(shell), new CompletionCommand(shell)).forEach(program::addSubcommand);
        program.getCommandSpec().versionProvider(() -> new String[] { "drawbridge " + version() });
        program.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(
                Arrays.stream(ExitCode.values()).collect(Collectors.toMap(exit -> Integer.toString(exit.code()),
                        ExitCode::meaning, (one, other) -> one, LinkedHashMap::new)));
        program.setOut(surroundings.out()).setErr(surroundings.err());
        program.setUsageHelpWidth(surroundings.terminal().map(Terminal.Size::columns).map(
                columns -> Math.clamp(columns, NARROWEST_HELP, WIDEST_HELP)).orElse(WIDEST_HELP));
        // A name or a message may begin with an @.
        program.setExpandAtFiles(false);
        program.setParameterExceptionHandler((problem, arguments) -> misused(problem));
        program.setExecutionExceptionHandler((problem, command, result) -> failed(problem, surroundings));
        return program;
    }

    private static int misused(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println("drawbridge: " + Text.clean(problem.getMessage()) + " (see "
                + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE.code();
    }

    private static int failed(Exception problem, Surroundings surroundings) {
        String line = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        surroundings.err().println("drawbridge: " + Text.clean(line));
        return problem instanceof Failure failure ? failure.exit().code() : ExitCode.UNABLE.code();
    }

    private static String version() {
        try (InputStream version = Program.class.getResourceAsStream("version.txt")) {
            return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException("version.txt is part of the program", e);
        }
    }
}
