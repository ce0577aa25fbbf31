package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HomeTest {
    @TempDir
    Path root;

    @Test
    void a_tree_is_removed_until_it_is_not_wanted_any_more_or_as_much_is_removed_as_is_allowed() throws Exception {
        Path tree = Files.createDirectory(root.resolve("tree"));
        for (int i = 0; i < 1000; i++) {
            Files.createFile(tree.resolve("file-" + i));
        }
        Home home = new Home(root, new UploadNames("node", 1), false);
        VirtualPath path = VirtualPath.ROOT.resolve("tree");
        AtomicInteger asked = new AtomicInteger();

        assertThat(home.removeTree(path, 2000, () -> asked.incrementAndGet() < 4)).isEqualTo(Removal.UNTIL_STOPPED);
        assertThat(tree.toFile().list()).hasSize(700);
        assertThat(home.removeTree(path, 100, () -> true)).isEqualTo(Removal.AS_MUCH_AS_ALLOWED);
        assertThat(tree.toFile().list()).hasSize(600);
        assertThat(home.removeTree(path, 601, () -> true)).isEqualTo(Removal.WHOLE);
        assertThat(tree).doesNotExist();
    }
}
