package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class TreeTest extends ConversationTest {

    @Test
    void RMDA_removes_a_directory_with_all_that_is_in_it_and_no_more() throws Exception {
        Path tree = Files.createDirectories(home.resolve("tree/a/b"));
        Files.writeString(tree.resolve("file"), "");
        Files.createDirectory(home.resolve("kept"));
        Files.writeString(home.resolve("kept/file"), "");
        Files.createSymbolicLink(tree.resolve("link"), home.resolve("kept"));
        Path outside = Files.createTempDirectory("drawbridge-outside");
        Files.createSymbolicLink(tree.resolve("out"), outside);
        try (FtpProbe client = logIn()) {
            client.send("RMDA tree").expect("250").send("RMDA tree").expect("550").send("RMDA kept/file").expect("550")
                    .send("RMDA /").expect("550").send("RMDA ..").expect("550").send("RMDA .drawbridge-x").expect("553");
        }
        assertThat(home.resolve("tree")).doesNotExist();
        assertThat(home.resolve("kept/file")).exists();
        assertThat(outside).exists();
        Files.delete(outside);
    }

    @Test
    void RMDA_leaves_a_directory_in_which_an_upload_goes_on() throws Exception {
        Files.createDirectories(home.resolve("tree/sub"));
        try (FtpProbe client = logIn(); FtpProbe other = logIn(); FtpProbe.DataProbe up = other.openData()) {
            other.send("STOR tree/sub/file").expect("150");
            client.send("RMDA tree").expect("450");
            up.send("content").close();
            other.expect("226");
            client.send("RMDA tree").expect("250");
        }
    }

    @Test
    void RMDA_goes_down_a_hundred_levels_and_no_more() throws Exception {
        Files.createDirectories(home.resolve("deep").resolve("d/".repeat(200)));
        try (FtpProbe client = logIn()) {
            client.send("RMDA deep").expect("550").send("CWD deep/" + "d/".repeat(98)).expect("250");
            client.send("RMDA d").expect("550").send("CWD " + "d/".repeat(50)).expect("250").send("RMDA d").expect("250");
        }
    }

    @Test
    void COMB_puts_files_together_and_removes_the_parts() throws Exception {
        Files.writeString(home.resolve("part 1"), "1");
        Files.writeString(home.resolve("2"), "2");
        Files.writeString(home.resolve("3"), "3");
        try (FtpProbe client = logIn()) {
            client.send("COMB whole \"part 1\" 2").expect("250");
            assertThat(home.resolve("whole")).hasContent("12");
            client.send("COMB whole 3").expect("250");
            assertThat(home.resolve("whole")).hasContent("123");
            assertThat(home.toFile().list()).containsExactly("whole");
        }
    }

    @Test
    void COMB_changes_nothing_when_it_cannot_do_all() throws Exception {
        Files.writeString(home.resolve("whole"), "0");
        Files.writeString(home.resolve("1"), "1");
        Files.createDirectory(home.resolve("sub"));
        try (FtpProbe client = logIn()) {
            client.send("COMB whole 1 none").expect("550").send("COMB whole 1 sub").expect("550").send("COMB sub 1")
                    .expect("550")
                    .send("COMB whole").expect("501").send("COMB whole 1 1").expect("501").send("COMB whole whole")
                    .expect("501")
                    .send("COMB whole \"1").expect("501").send("COMB .drawbridge-x 1").expect("553");
        }
        assertThat(home.resolve("whole")).hasContent("0");
        assertThat(home.resolve("1")).hasContent("1");
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("whole", "1", "sub");
    }

    @Test
    void AVBL_tells_how_much_room_there_is() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("AVBL").reply()).matches("213 \\d+");
            assertThat(client.send("AVBL /").reply()).matches("213 \\d+");
            client.send("AVBL none").expect("550");
        }
    }
}
