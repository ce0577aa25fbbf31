package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DirectoryTest extends ConversationTest {

    @Test
    void directories_are_made_entered_left_and_removed() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("MKD a").expect("257 \"/a\" created").send("XMKD /a/b").expect("257 \"/a/b\" created")
                    .send("CWD a/b").expect("250").send("PWD").expect("257 \"/a/b\"")
                    .send("CDUP").expect("250").send("XPWD").expect("257 \"/a\"")
                    .send("XCUP").expect("250").send("RMD a").expect("550")
                    .send("XCWD a").expect("250").send("XRMD b").expect("250").send("CWD /").expect("250")
                    .send("RMD a").expect("250").send("CWD a").expect("550").send("MKD a/b/c").expect("550");
        }
    }

    @Test
    void no_name_leads_out_of_the_home() throws Exception {
        Files.writeString(data.homes().resolve("secret"), "of others");
        try (FtpProbe client = logIn()) {
            client.send("CWD ../../..").expect("250").send("PWD").expect("257 \"/\"")
                    .send("SIZE ../secret").expect("550").send("TYPE I").expect("200").send("SIZE ../secret").expect("550")
                    .send("SIZE /../secret").expect("550").send("DELE ../secret").expect("550")
                    .send("RNFR ../secret").expect("550").send("CDUP").expect("250").send("CDUP").expect("250")
                    .send("MLST ..").expect("250");
        }
        assertThat(data.homes().resolve("secret")).exists();
    }

    @Test
    void no_link_leads_out_of_the_home(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret"), "of others");
        Files.createSymbolicLink(home.resolve("directory"), outside);
        Files.createSymbolicLink(home.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(home.resolve("new"), outside.resolve("not-there"));
        Files.createDirectory(home.resolve("inside"));
        Files.createSymbolicLink(home.resolve("good"), home.resolve("inside"));
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200").send("CWD directory").expect("550").send("SIZE directory/secret").expect("550")
                    .send("SIZE file").expect("550").send("MKD directory/x").expect("550").send("CWD good").expect("250")
                    .send("CWD /").expect("250");
            for (String name : new String[] { "directory/new", "file", "new" }) {
                client.askForDataPort();
                client.send("STOR " + name).expect("550").send("APPE " + name).expect("5");
            }
            try (FtpProbe.DataProbe listing = client.openData()) {
                client.send("NLST").expect("150");
                assertThat(listing.text().lines()).containsExactlyInAnyOrder("inside", "good");
                client.expect("226");
            }
            client.send("DELE file").expect("250");
        }
        assertThat(outside.resolve("secret")).hasContent("of others");
        assertThat(outside.toFile().list()).containsExactly("secret");
    }

    @Test
    void names_may_hold_quotes_spaces_and_every_script() throws Exception {
        try (FtpProbe client = logIn()) {
            for (String name : new String[] { "say \"hi\"", " leading", "trailing ", "ไทย", "😀", "-la", "a\\b", "*?[x]" }) {
                client.send("MKD " + name).expect("257 \"/" + name.replace("\"", "\"\"") + "\"");
                assertThat(home.resolve(name)).isDirectory();
                client.send("CWD " + name).expect("250").send("CDUP").expect("250").send("RMD " + name).expect("250");
            }
            client.send("MKD " + "x".repeat(255)).expect("257").send("MKD " + "x".repeat(256)).expect("553");
        }
    }
}
