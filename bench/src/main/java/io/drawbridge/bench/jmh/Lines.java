package io.drawbridge.bench.jmh;

import java.util.function.Consumer;

import io.drawbridge.ftp.protocol.Input;
import io.drawbridge.ftp.protocol.LineDecoder;

/** The one place that knows how the decoder of lines is fed. */
final class Lines {
    private final LineDecoder decoder = new LineDecoder();

    /** @param bytes of one read of the socket */
    void read(byte[] bytes, Consumer<Input> line) {
        decoder.feed(bytes.clone());
        for (var next = decoder.next(); next.isPresent(); next = decoder.next()) {
            line.accept(next.get());
        }
    }
}
