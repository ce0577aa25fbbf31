package io.drawbridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

import io.drawbridge.cli.command.Surroundings;
import io.drawbridge.cli.output.Terminal;

/** The program by itself. */
public final class Main {
    private Main() {
    }

    public static void main(String... arguments) {
        // Always UTF-8: what is said is not only English, and the C locale would make question marks of it.
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(Program.run(new Surroundings(System.getenv(), System.in, out, err, Terminal.size(), Terminal::ask,
                Clock.systemDefaultZone()), arguments));
    }
}
