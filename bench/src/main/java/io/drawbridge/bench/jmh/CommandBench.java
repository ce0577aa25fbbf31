package io.drawbridge.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.drawbridge.ftp.protocol.Command;
import io.drawbridge.ftp.protocol.Input;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.reply.ReplyCode;

/**
 * From the bytes of a command to the bytes of its reply, without what stands between: the Dispatcher needs a session that
 * was admitted by a database, an account and its home. What the way through it costs is the NOOP figure of the comparison
 * less this.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CommandBench {
    /** With the replies that the server gives. */
    public enum Line {
        NOOP("NOOP", ReplyCode.COMMAND_OKAY, "Okay"),
        PWD("PWD", ReplyCode.PATHNAME_CREATED, "\"/archive/2026\" is the current directory"),
        TYPE("TYPE I", ReplyCode.COMMAND_OKAY, "Type is image"),
        UNKNOWN("XYZZY", ReplyCode.COMMAND_UNRECOGNIZED, "Unknown command");

        private final byte[] sent;
        private final ReplyCode code;
        private final String text;

        Line(String sent, ReplyCode code, String text) {
            this.sent = (sent + "\r\n").getBytes(StandardCharsets.UTF_8);
            this.code = code;
            this.text = text;
        }
    }

    @Param
    public Line line;

    private final Lines lines = new Lines();
    private boolean known;
    private byte[] reply;

    @Setup
    public void look() {
        known = line != Line.UNKNOWN;
    }

    @Benchmark
    public byte[] lineToReply() {
        lines.read(line.sent, this::answer);
        return reply;
    }

    private void answer(Input input) {
        if (!(input instanceof Input.Line decoded)) {
            throw new IllegalStateException("no line: " + line);
        }
        Command command = Command.parse(decoded.text());
        if (Verb.of(command.word()).isPresent() != known) {
            throw new IllegalStateException("not understood: " + line);
        }
        reply = Reply.of(line.code, line.text).wire();
    }
}
