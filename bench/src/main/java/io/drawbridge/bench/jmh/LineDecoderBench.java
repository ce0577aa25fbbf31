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
import org.openjdk.jmh.infra.Blackhole;

/** Bytes as they come from a client into lines: what one read of the socket costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LineDecoderBench {
    public enum Read {
        COMMAND("NOOP\r\n"),
        LOGIN("USER alice\r\nPASS correct horse battery staple\r\n"),
        LONG_NAME("RETR /archive/2026/" + "a-rather-long-folder/".repeat(20) + "report.pdf\r\n"),
        THAI_NAME("STOR /เอกสาร/รายงานประจำปี 2569.pdf\r\n"),
        PIPELINED("TYPE I\r\nPASV\r\n".repeat(16)),
        // Telnet's interrupt and synch before ABOR, as RFC 959 has it.
        ABORT("\u00ff\u00f4\u00ff\u00f2ABOR\r\n");

        private final String sent;

        Read(String sent) {
            this.sent = sent;
        }

        byte[] bytes() {
            return sent.getBytes(this == ABORT ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
    }

    @Param
    public Read read;

    private final Lines lines = new Lines();
    private byte[] bytes;

    @Setup
    public void receive() {
        bytes = read.bytes();
    }

    @Benchmark
    public void read(Blackhole hole) {
        lines.read(bytes, hole::consume);
    }
}
