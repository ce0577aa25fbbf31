package io.drawbridge.ftp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.AnyPath;
import io.drawbridge.ftp.storage.VirtualPath;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** 257 says a path so that the client can read it again: RFC 959, Appendix II. */
class PrintedPathTest {
    private static final Pattern REPLY = Pattern.compile("257 \"((?:[^\"]|\"\")*+)\" .*\r\n");

    private final DirectoryCommands commands = new DirectoryCommands();

    @Provide
    Arbitrary<String> path() {
        return AnyPath.of();
    }

    @Property(tries = 500)
    void a_client_reads_back_the_path_in_one_line(@ForAll("path") String directory) {
        VirtualPath path = VirtualPath.ROOT.resolve(directory);
        Session session = FuzzedClient.session(null);
        session.setDirectory(path);
        Matcher reply = REPLY.matcher(new String(commands.print(session).wire(), StandardCharsets.UTF_8));
        assertThat(reply.matches()).isTrue();
        assertThat(reply.group(1).replace("\"\"", "\"")).isEqualTo(readable(path.toString()));
    }

    /** A line that a client sends has neither control characters nor halves of characters; whatever else has them is masked. */
    private static String readable(String path) {
        String masked = path.codePoints().mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
                .collect(Collectors.joining());
        return new String(masked.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
