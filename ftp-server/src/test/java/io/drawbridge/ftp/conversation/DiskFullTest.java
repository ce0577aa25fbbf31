package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Disks that are full, that fail, and limits of the operating system: real ones. */
@QuarkusTest
class DiskFullTest extends ConversationTest {
    private static final int MORE_THAN_FITS = 300_000;

    @Test
    void an_upload_that_finds_the_disk_full_is_452_and_leaves_no_half_file() throws Exception {
        try (Mounted disk = Mounted.small(Files.createDirectory(home.resolve("disk"))); FtpProbe client = logIn()) {
            Files.writeString(disk.place().resolve("file"), "old");
            client.send("TYPE I").expect("200");
            for (String command : List.of("STOR disk/file", "STOR disk/new", "STOU disk/new")) {
                assertThat(send(client, command)).startsWith("452 ");
                assertThat(disk.place().toFile().list()).containsExactly("file");
                assertThat(disk.place().resolve("file")).hasContent("old");
            }
            client.send("NOOP").expect("200");
        }
    }

    @Test
    void COMB_that_finds_the_disk_full_is_452_and_changes_nothing() throws Exception {
        try (Mounted disk = Mounted.small(Files.createDirectory(home.resolve("disk"))); FtpProbe client = logIn()) {
            Files.write(disk.place().resolve("a"), new byte[30_000]);
            Files.write(disk.place().resolve("b"), new byte[30_000]);
            client.send("COMB disk/whole disk/a disk/b").expect("452");
            assertThat(disk.place().toFile().list()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void what_APPE_adds_before_the_disk_is_full_stays_and_the_client_can_see_how_much() throws Exception {
        try (Mounted disk = Mounted.small(Files.createDirectory(home.resolve("disk"))); FtpProbe client = logIn()) {
            Files.writeString(disk.place().resolve("file"), "old");
            client.send("TYPE I").expect("200");
            assertThat(send(client, "APPE disk/file")).startsWith("452 ");
            client.send("SIZE disk/file").expect("213 " + Files.size(disk.place().resolve("file")));
        }
    }

    @Test
    void an_upload_larger_than_the_system_lets_a_file_be_is_552_and_leaves_no_half_file() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            run("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=100000:");
            try {
                assertThat(send(client, "STOR file")).startsWith("552 ");
            } finally {
                run("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=unlimited:");
            }
            assertThat(home.toFile().list()).isEmpty();
        }
    }

    @Test
    void a_file_that_cannot_be_read_to_its_end_is_451() throws Exception {
        // The first page of a process is nobody's: reading it fails as reading a broken disk does.
        try (Mounted broken = Mounted.over(Files.createFile(home.resolve("broken")),
                Path.of("/proc/" + ProcessHandle.current().pid() + "/mem"));
                FtpProbe client = logIn()) {
            client.send("COMB whole " + broken.place().getFileName()).expect("451");
            assertThat(home.toFile().list()).containsExactly("broken");
        }
    }

    /** @return the last reply */
    private static String send(FtpProbe client, String command) throws Exception {
        try (FtpProbe.DataProbe up = client.openData()) {
            client.send(command).expect("150");
            up.send(new byte[MORE_THAN_FITS]);
        } catch (java.net.SocketException e) {
            // The server needs not read what it cannot store.
        }
        return client.reply();
    }

    /** Something mounted inside a home, until it is closed. Only root may. */
    private record Mounted(Path place) implements AutoCloseable {

        static Mounted small(Path directory) throws Exception {
            return mount(directory, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
        }

        static Mounted over(Path file, Path other) throws Exception {
            return mount(file, "--bind", other.toString());
        }

        private static Mounted mount(Path place, String... how) throws Exception {
            Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "mounting is root's to do");
            try {
                run(Stream.of(Stream.of("mount"), Stream.of(how), Stream.of(place.toString())).flatMap(words -> words)
                        .toArray(String[]::new));
            } catch (IOException e) {
                Assumptions.assumeTrue(System.getenv("CI") != null, "nothing can be mounted here: " + e.getMessage());
                throw e;
            }
            return new Mounted(place);
        }

        @Override
        public void close() throws IOException {
            run("umount", "--lazy", place.toString());
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }
}
