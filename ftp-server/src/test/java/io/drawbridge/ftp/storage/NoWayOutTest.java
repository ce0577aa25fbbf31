package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

import io.drawbridge.ftp.storage.StorageException.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client names, it names something in its home, or nothing. */
class NoWayOutTest {

    /** All that can be done with a home. */
    enum Operation {
        TELL,
        READ,
        LIST,
        STORE,
        APPEND,
        RESUME,
        MAKE_DIRECTORY,
        REMOVE_DIRECTORY,
        REMOVE_TREE,
        REMOVE_FILE,
        RENAME,
        CHANGE,
        AVAILABLE
    }

    /** @param other where to, for those that have two paths */
    record Step(Operation operation, String directory, String path, String other) {
    }

    @Provide
    Arbitrary<String> path() {
        return AnyPath.of();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(Operation.class), AnyPath.of(), AnyPath.of(), AnyPath.of()).as(Step::new)
                .list().ofMinSize(1).ofMaxSize(30);
    }

    @Property(tries = 500)
    void a_path_has_only_names_and_stays_what_it_is(@ForAll("path") String directory, @ForAll("path") String argument) {
        VirtualPath path = VirtualPath.ROOT.resolve(directory).resolve(argument);
        assertThat(path.names()).doesNotContain("", ".", "..").noneMatch(name -> name.contains("/"));
        assertThat(path.toString()).startsWith("/");
        assertThat(VirtualPath.ROOT.resolve(path.toString())).isEqualTo(path);
        assertThat(path.resolve("../".repeat(path.names().size() + 1))).isEqualTo(VirtualPath.ROOT);
        if (!path.isRoot()) {
            assertThat(path.parent().resolve(path.name())).isEqualTo(path);
        }
    }

    @Property(tries = 500)
    void nothing_outside_the_home_is_told_read_made_changed_or_removed(@ForAll("steps") List<Step> steps) throws IOException {
        try (HomeWithTraps trapped = new HomeWithTraps()) {
            for (Step step : steps) {
                try {
                    take(step, trapped);
                } catch (StorageException e) {
                    // FAILED is for disks that do.
                    assertThat(e.kind()).as("%s: %s", step, e.getCause()).isNotEqualTo(Kind.FAILED);
                }
            }
            trapped.checkOutside();
        }
    }

    private static void take(Step step, HomeWithTraps trapped) throws IOException {
        Home home = trapped.home();
        VirtualPath path = VirtualPath.ROOT.resolve(step.directory()).resolve(step.path());
        VirtualPath other = VirtualPath.ROOT.resolve(step.other());
        switch (step.operation()) {
            case TELL -> assertThat(trapped.isOfOthers(home.entry(path))).isFalse();
            case READ -> {
                try (Download download = home.read(path)) {
                    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(download.size()));
                    download.file().read(bytes);
                    assertThat(new String(bytes.array(), StandardCharsets.UTF_8)).isNotEqualTo(HomeWithTraps.SECRET);
                }
            }
            case LIST -> {
                try (Home.Listing listing = home.list(path)) {
                    while (listing.hasNext()) {
                        assertThat(trapped.isOfOthers(listing.next())).isFalse();
                    }
                }
            }
            case STORE -> upload(home.replace(path));
            case APPEND -> upload(home.append(path));
            case RESUME -> upload(home.resume(path, 1));
            case MAKE_DIRECTORY -> home.makeDirectory(path);
            case REMOVE_DIRECTORY -> home.removeDirectory(path);
            case REMOVE_TREE -> home.removeTree(path, 1000, () -> true);
            case REMOVE_FILE -> home.removeFile(path);
            case RENAME -> home.rename(path, other);
            case CHANGE -> home.change(path, Instant.EPOCH, PosixFilePermissions.fromString("rwxrwxrwx"));
            case AVAILABLE -> assertThat(home.available(path)).isPositive();
        }
    }

    private static void upload(Upload upload) throws IOException {
        try (upload) {
            upload.write(ByteBuffer.wrap("mine".getBytes(StandardCharsets.UTF_8)));
            upload.flush();
            upload.commit();
        }
    }
}
