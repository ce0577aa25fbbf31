package io.drawbridge.ftp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a proxy sends, in whatever pieces. */
class ProxyHeaderTest {
    private static final InetAddress PROXY = address("192.0.2.1");
    private static final InetAddress LOCAL = address("192.0.2.2");
    private static final Origin CLIENT = new Origin.Client(address("198.51.100.7"), address("203.0.113.1"), LOCAL);
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

    /** What became of a connection. */
    private record Outcome(List<Origin> origins, List<String> refusals, byte[] behind, boolean open) {
    }

    /** With a client's name in it, and one of a check. */
    private static final List<byte[]> HEADERS = List.of(
            "PROXY TCP4 198.51.100.7 203.0.113.1 50000 21\r\n".getBytes(StandardCharsets.US_ASCII),
            joined(SIGNATURE, HexFormat.of().parseHex("2111000c" + "c6336407" + "cb007101" + "c3500015")),
            joined(SIGNATURE, HexFormat.of().parseHex("21110012" + "c6336407" + "cb007101" + "c3500015" + "e00003aabbcc")),
            joined(SIGNATURE, HexFormat.of().parseHex("20000000")));

    @Provide
    Arbitrary<byte[]> headers() {
        return Arbitraries.of(HEADERS);
    }

    @Provide
    Arbitrary<byte[]> headersWithFaults() {
        return Combinators.combine(headers(), Arbitraries.integers().between(0, 60), Arbitraries.bytes(),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300)).as((header, at, octet, more) -> {
                    byte[] changed = joined(header, more);
                    changed[at % header.length] = octet;
                    return changed;
                });
    }

    @Property(tries = 300)
    void it_is_read_the_same_in_any_pieces_and_what_is_behind_is_whole(@ForAll("headers") byte[] header,
            @ForAll byte[] behind, @ForAll List<Integer> sizes) {
        Outcome outcome = sent(joined(header, behind), sizes);
        assertThat(outcome.refusals()).isEmpty();
        assertThat(outcome.origins()).containsExactly(header == HEADERS.getLast() ? new Origin.Check() : CLIENT);
        assertThat(outcome.behind()).isEqualTo(behind);
        assertThat(outcome.open()).isTrue();
    }

    @Property(tries = 2000)
    void one_with_a_fault_names_somebody_or_ends_the_connection_and_never_both(@ForAll("headersWithFaults") byte[] sent,
            @ForAll List<Integer> sizes) {
        Outcome outcome = sent(sent, sizes);
        assertThat(outcome.origins().size() + outcome.refusals().size()).isLessThanOrEqualTo(1);
        assertThat(outcome.open()).isEqualTo(outcome.refusals().isEmpty());
        if (outcome.origins().isEmpty()) {
            assertThat(outcome.behind()).isEmpty();
        }
    }

    @Example
    void one_that_cannot_be_made_out_is_not_waited_for_beyond_the_longest() {
        // Netty's decoder takes this version for one that it has not read yet.
        Outcome outcome = sent(joined(SIGNATURE, new byte[] { -1 }, new byte[5000]), List.of());
        assertThat(outcome.refusals()).containsExactly("no PROXY header");
        assertThat(outcome.open()).isFalse();
    }

    /** @param sizes of the pieces, over and over */
    private static Outcome sent(byte[] sent, List<Integer> sizes) {
        EmbeddedChannel channel = new EmbeddedChannel();
        List<Origin> origins = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        new ProxyHeader(channel, PROXY, LOCAL, Duration.ofHours(1), origins::add, refusals::add).read();
        int piece = 0;
        for (int from = 0; from < sent.length && channel.isOpen(); piece++) {
            int size = sizes.isEmpty() ? 2 : 1 + Math.floorMod(sizes.get(piece % sizes.size()) - 1, 100);
            int to = Math.min(sent.length, from + size);
            channel.writeInbound(channel.alloc().buffer().writeBytes(Arrays.copyOfRange(sent, from, to)));
            from = to;
        }
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            behind.writeBytes(copy);
            assertThat(bytes.release()).isTrue();
        }
        boolean open = channel.isOpen();
        List<String> refusalsUntilNow = List.copyOf(refusals);
        channel.finishAndReleaseAll();
        return new Outcome(origins, refusalsUntilNow, behind.toByteArray(), open);
    }

    private static InetAddress address(String address) {
        return Network.of(address).base();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
