package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.cli.Program;
import io.drawbridge.cli.command.Surroundings;
import io.drawbridge.cli.outcome.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandLinePageTest {

    @Test
    void every_command_every_option_and_every_exit_code_is_on_the_page() throws IOException {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandSpec program = Program.commands(new Surroundings(Map.of(), InputStream.nullInputStream(), nowhere, nowhere,
                Optional.empty(), (question, isSecret) -> null, Clock.systemUTC())).getCommandSpec();
        List<OptionSpec> common = program.options();
        StringBuilder page = new StringBuilder("## Every command takes\n\n").append(table(common))
                .append("\n## Exit codes\n\n| | |\n|---|---|\n");
        for (ExitCode exit : ExitCode.values()) {
            page.append("| ").append(exit.code()).append(" | ").append(exit.meaning()).append(" |\n");
        }
        page.append("\n## Commands\n");
        program.subcommands().values().forEach(command -> describe(command.getCommandSpec(), common, page));
        Page.holds("cli.md", page.toString());
    }

    private static void describe(CommandSpec command, List<OptionSpec> common, StringBuilder page) {
        List<OptionSpec> own = command.options().stream()
                .filter(option -> common.stream().noneMatch(other -> other.longestName().equals(option.longestName())))
                .toList();
        boolean isFamily = !command.subcommands().isEmpty();
        page.append(isFamily || command.parent().parent() == null ? "\n### " : "\n#### ")
                .append(command.qualifiedName().replaceFirst("drawbridge ", ""));
        command.positionalParameters().forEach(parameter -> page.append(' ')
                .append(parameter.required() ? parameter.paramLabel() : "[" + parameter.paramLabel() + "]"));
        String meaning = String.join(" ", command.usageMessage().description());
        assertThat(meaning).as(command.qualifiedName()).isNotBlank();
        page.append("\n\n").append(meaning.replace("<(", "\\<(")).append('\n');
        List<ArgSpec> arguments = Stream.concat(command.positionalParameters().stream(), own.stream()).toList();
        if (!arguments.isEmpty()) {
            page.append('\n').append(table(arguments));
        }
        command.subcommands().values().stream().map(CommandLine::getCommandSpec)
                .forEach(below -> describe(below, common, page));
    }

    private static String table(List<? extends ArgSpec> arguments) {
        return arguments.stream().map(CommandLinePageTest::row).collect(Collectors.joining("", "| | |\n|---|---|\n", ""));
    }

    private static String row(ArgSpec argument) {
        String name = switch (argument) {
            case OptionSpec option -> Stream.of(option.names()).collect(Collectors.joining("`, `"))
                    + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
            case PositionalParamSpec parameter -> parameter.paramLabel();
            default -> throw new AssertionError(argument);
        };
        String meaning = String.join(" ", argument.description());
        assertThat(meaning).as(name).isNotBlank();
        return "| `" + name.replace("|", "\\|") + "` | "
                + meaning.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                        .replace("${COMPLETION-CANDIDATES}", candidates(argument)).replace("|", "\\|").replace("*", "\\*")
                + (argument.required() && argument.isOption() ? " Must be given." : "") + " |\n";
    }

    private static String candidates(ArgSpec argument) {
        if (argument.type().isEnum()) {
            return Stream.of(argument.type().getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        }
        return "";
    }
}
