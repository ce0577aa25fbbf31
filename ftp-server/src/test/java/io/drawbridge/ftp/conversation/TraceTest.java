package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** What a collector of traces receives of sessions. */
@QuarkusTest
@TestProfile(TraceTest.Traced.class)
class TraceTest extends ConversationTest {

    public static final class Traced implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Collector.class));
        }
    }

    /** The span of the session in which that has been said or done. */
    private static Span session(String attribute, String value) {
        until(() -> Collector.spans().stream().anyMatch(span -> isSession(span, attribute, value)));
        return Collector.spans().stream().filter(span -> isSession(span, attribute, value)).findFirst().orElseThrow();
    }

    private static boolean isSession(Span span, String attribute, String value) {
        return span.getName().equals("session") && Collector.attribute(span, attribute).equals(value);
    }

    /** In the order of their beginnings; once there are so many. */
    private static List<Span> children(Span session, int count) {
        until(() -> childrenNow(session).size() >= count);
        return childrenNow(session);
    }

    private static List<Span> childrenNow(Span session) {
        return Collector.spans().stream().filter(span -> span.getParentSpanId().equals(session.getSpanId()))
                .peek(span -> assertThat(span.getTraceId()).isEqualTo(session.getTraceId()))
                .sorted((one, other) -> Long.compareUnsigned(one.getStartTimeUnixNano(), other.getStartTimeUnixNano()))
                .toList();
    }

    private static String attribute(Span span, String name) {
        return Collector.attribute(span, name);
    }

    @Test
    void a_session_is_a_span_with_its_admission_its_logins_and_its_transfers() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS wrong").expect("530")
                    .send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230").send("TYPE I").expect("200");
            try (DataProbe down = client.openData()) {
                client.send("RETR file").expect("150");
                assertThat(down.text()).isEqualTo("content");
                client.expect("226");
            }
            try (DataProbe listing = client.openData()) {
                client.send("NLST").expect("150");
                assertThat(listing.text()).isEqualTo("file\r\n");
                client.expect("226");
            }
            try (DataProbe up = client.openData()) {
                client.send("STOR half").expect("150");
                up.send("123");
                until(() -> client.ask("STAT").contains(" 3 bytes received"));
                client.send("ABOR").expect("426").expect("226");
            }
            client.send("QUIT").expect("221").expectEnd();
        }
        Span session = session("user.name", account);
        assertThat(session.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(session.getParentSpanId().isEmpty()).isTrue();
        assertThat(attribute(session, "client.address")).isEqualTo("127.0.0.1");
        assertThat(attribute(session, "network.protocol.name")).isEqualTo("ftp");
        assertThat(attribute(session, "session.id")).hasSize(36);
        assertThat(attribute(session, "drawbridge.node")).isEqualTo("node-under-test");
        assertThat(attribute(session, "drawbridge.end")).isEqualTo("221 Goodbye");
        List<Span> children = children(session, 6);
        assertThat(children).extracting(Span::getName).containsExactly("admission", "login", "login", "RETR", "NLST", "STOR");
        assertThat(attribute(children.getFirst(), "drawbridge.verdict")).isEqualTo("granted");
        assertThat(Integer.parseInt(attribute(children.getFirst(), "drawbridge.batch"))).isPositive();
        assertThat(children.subList(1, 3)).extracting(login -> attribute(login, "drawbridge.reply")).containsExactly("530",
                "230");
        assertThat(children.subList(1, 3)).extracting(login -> attribute(login, "user.name")).containsExactly("", account);
        assertThat(children.subList(3, 6)).extracting(transfer -> attribute(transfer, "drawbridge.bytes"))
                .containsExactly("7", "6", "3");
        assertThat(children.subList(3, 6)).extracting(transfer -> attribute(transfer, "network.io.direction"))
                .containsExactly("transmit", "transmit", "receive");
        assertThat(children.subList(3, 6)).extracting(transfer -> attribute(transfer, "error.type"))
                .containsExactly("", "", "client");
        assertThat(children.getLast().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(Collector.spans()).as("names of files are nobody's business unless asked for")
                .allSatisfy(span -> assertThat(attribute(span, "file.path")).isEmpty());
    }

    @Test
    void who_is_refused_leaves_the_reason_and_the_reference_that_it_has_read() throws Exception {
        limits(0, null, null);
        awaitBeat();
        String words;
        try (FtpProbe client = connect()) {
            words = client.reply();
        }
        assertThat(words).startsWith("421 ");
        String reference = words.substring(words.indexOf("[R-") + 1, words.length() - 1);
        Span session = session("drawbridge.reference", reference);
        assertThat(attribute(session, "drawbridge.reason")).isEqualTo("cluster_full");
        assertThat(attribute(session, "drawbridge.end")).isEqualTo(words);
        assertThat(children(session, 1)).singleElement()
                .satisfies(admission -> assertThat(attribute(admission, "drawbridge.verdict")).isEqualTo("refused"));
    }

    @Test
    void a_client_that_is_gone_without_a_word_has_its_span_too() throws Exception {
        FtpProbe client = logIn();
        client.reset();
        assertThat(attribute(session("user.name", account), "drawbridge.end")).isIn("lost", "left");
    }
}
