package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UploadNamesTest {
    @TempDir
    Path homes;

    @Test
    void a_run_removes_what_earlier_runs_of_its_node_left_and_nothing_else() throws Exception {
        Path ofKilledRun = begin(new UploadNames("node-a", 1));
        Path ofOtherNode = begin(new UploadNames("node-b", 1));
        UploadNames now = new UploadNames("node-a", 2);
        Path running = begin(now);
        Path file = Files.writeString(homes.resolve("alice/file.part"), "");

        assertThat(now.removeLeftovers(homes)).isEqualTo(1);

        assertThat(ofKilledRun).doesNotExist();
        assertThat(ofOtherNode).exists();
        assertThat(running).exists();
        assertThat(file).exists();
    }

    @Test
    void a_run_that_ended_in_good_order_is_told_from_one_that_was_killed() throws Exception {
        assertThat(new UploadNames("node-a", 1).mark(homes)).isFalse();
        assertThat(new UploadNames("node-b", 1).mark(homes)).isFalse();
        UploadNames afterKill = new UploadNames("node-a", 2);
        assertThat(afterKill.mark(homes)).isTrue();
        afterKill.unmark(homes);
        assertThat(new UploadNames("node-a", 3).mark(homes)).isFalse();
    }

    /** An upload that does not end. */
    private Path begin(UploadNames names) throws Exception {
        Path folder = homes.resolve("alice");
        Home home = new Home(folder, names, false);
        java.util.Set<Path> before = files(folder);
        home.replace(VirtualPath.ROOT.resolve("file")).write(ByteBuffer.wrap("half".getBytes(StandardCharsets.UTF_8)));
        java.util.Set<Path> after = files(folder);
        after.removeAll(before);
        return after.iterator().next();
    }

    private static java.util.Set<Path> files(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.collect(java.util.stream.Collectors.toSet());
        }
    }
}
