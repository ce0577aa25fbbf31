package io.drawbridge.ftp.conversation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/**
 * HOST, as RFC 7151 has it. Limits of hosts are with those of others, in LimitRulesTest, maintenance in MaintenanceWindowTest.
 */
@QuarkusTest
class VirtualHostTest extends ConversationTest {

    @BeforeEach
    void two_hosts() {
        sql("INSERT INTO virtual_host (name, banner) VALUES ('one.example', 'Files of One: ยินดีต้อนรับ'), ('two.example', '')");
    }

    @Test
    void a_host_greets_with_its_own_banner_or_its_name() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220 Drawbridge ready.").send("HOST One.EXAMPLE").expect("220 Files of One: ยินดีต้อนรับ")
                    .send("HOST two.example").expect("220 Host two.example")
                    .send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
    }

    @Test
    void a_banner_that_was_changed_is_read_by_the_next_client() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("HOST two.example").expect("220 Host two.example");
            sql("UPDATE virtual_host SET banner = 'New' WHERE name = 'two.example'");
            client.send("HOST one.example").expect("220").send("HOST two.example").expect("220 New");
        }
    }

    @Test
    void an_unknown_host_is_504_and_the_client_may_name_another_or_none() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("HOST nowhere.example").expect("504").send("HOST").expect("501")
                    .send("HOST [::1]").expect("504").send("HOST one.example").expect("220 Files of One");
        }
        try (FtpProbe client = connect()) {
            client.expect("220").send("HOST nowhere.example").expect("504")
                    .send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
    }

    @Test
    void HOST_comes_before_USER() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("HOST one.example").expect("503")
                    .send("PASS " + PASSWORD).expect("230").send("HOST one.example").expect("503")
                    .send("REIN").expect("220").send("HOST one.example").expect("220 Files of One");
        }
    }

    @Test
    void a_host_that_is_gone_is_504_at_once() throws Exception {
        sql("DELETE FROM virtual_host WHERE name = 'one.example'");
        try (FtpProbe client = connect()) {
            client.expect("220").send("HOST one.example").expect("504").send("NOOP").expect("200");
        }
    }
}
