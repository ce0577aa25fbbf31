package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who list one directory at the same time have of each other, and what they have not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SharedListingTest {
    private static final int FILES = 300;

    @TempDir
    private Path root;
    private Home home;

    @BeforeEach
    void a_directory() throws Exception {
        Files.createDirectory(root.resolve("dir"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(file(i));
        }
        home = new Home(root, new UploadNames("node", 1), false);
    }

    @AfterEach
    void nothing_is_left() {
        assertThat(Sightings.directories()).isZero();
    }

    private Path file(int i) {
        return root.resolve("dir/file-" + i);
    }

    private void grow() throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(file(i), "x", StandardOpenOption.APPEND);
        }
    }

    private Home.Listing list() throws Exception {
        return home.list(VirtualPath.ROOT.resolve("dir"));
    }

    private static List<Entry> read(Home.Listing listing) {
        List<Entry> entries = new ArrayList<>();
        listing.forEachRemaining(entries::add);
        return entries;
    }

    @Test
    void one_look_is_enough_for_all_who_have_asked_before_it() throws Exception {
        try (Home.Listing first = list(); Home.Listing second = list(); Home.Listing third = list()) {
            assertThat(read(first)).hasSize(FILES).allMatch(entry -> entry.size() == 0);
            grow();
            assertThat(read(second)).hasSize(FILES).allMatch(entry -> entry.size() == 0);
            assertThat(read(third)).extracting(Entry::name).doesNotHaveDuplicates().hasSize(FILES);
        }
    }

    @Test
    void who_asks_after_a_look_has_one_of_its_own() throws Exception {
        try (Home.Listing first = list(); Home.Listing second = list()) {
            read(first);
            grow();
            try (Home.Listing third = list()) {
                assertThat(read(third)).hasSize(FILES).allMatch(entry -> entry.size() == 1);
                // What is newer than its question is for it as well.
                assertThat(read(second)).hasSize(FILES).allMatch(entry -> entry.size() == 1);
            }
        }
    }

    @Test
    void who_is_alone_keeps_nothing_for_others() throws Exception {
        try (Home.Listing first = list()) {
            read(first);
        }
        grow();
        try (Home.Listing second = list()) {
            assertThat(read(second)).hasSize(FILES).allMatch(entry -> entry.size() == 1);
        }
    }

    @Test
    void a_directory_that_takes_the_place_of_another_is_another() throws Exception {
        try (Home.Listing first = list(); Home.Listing second = list()) {
            String name = first.next().name();
            Files.move(root.resolve("dir"), root.resolve("old"));
            Files.createDirectory(root.resolve("dir"));
            Files.writeString(root.resolve("dir").resolve(name), "new");
            try (Home.Listing ofNew = list(); Home.Listing alsoOfNew = list()) {
                assertThat(read(ofNew)).singleElement().matches(entry -> entry.size() == 3);
                assertThat(read(alsoOfNew)).singleElement().matches(entry -> entry.size() == 3);
            }
            assertThat(read(second)).hasSize(FILES).allMatch(entry -> entry.size() == 0);
        }
    }

    @Test
    void what_is_removed_and_made_meanwhile_is_no_other_file() throws Exception {
        try (Home.Listing first = list(); Home.Listing second = list()) {
            read(first);
            for (int i = 0; i < FILES; i += 2) {
                Files.delete(file(i));
                Files.writeString(root.resolve("dir/new-" + i), "12345");
            }
            assertThat(read(second)).allMatch(entry -> entry.size() == (entry.name().startsWith("new-") ? 5 : 0));
        }
        try (Home.Listing third = list()) {
            assertThat(read(third)).hasSize(FILES);
        }
    }

    @Test
    void nobody_is_told_of_less_than_there_was_when_it_asked() throws Exception {
        AtomicLong written = new AtomicLong();
        Path growing = file(FILES / 2);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> lists = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                lists.add(() -> {
                    while (written.get() < 2000) {
                        long before = written.get();
                        try (Home.Listing listing = list()) {
                            assertThat(read(listing).stream().filter(entry -> entry.name().equals("file-" + FILES / 2)))
                                    .singleElement()
                                    .satisfies(entry -> assertThat(entry.size()).isGreaterThanOrEqualTo(before));
                        }
                    }
                    return null;
                });
            }
            List<Future<Void>> running = lists.stream().map(threads::submit).toList();
            for (int i = 0; i < 2000; i++) {
                Files.writeString(growing, "x", StandardOpenOption.APPEND);
                written.incrementAndGet();
            }
            for (Future<Void> future : running) {
                future.get();
            }
        }
    }
}
