package io.drawbridge.ftp.conversation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;

/** Limits of every scope, what they have in common, and places that are kept for some. */
@QuarkusTest
class LimitRulesTest extends ConversationTest {

    /** @param target columns and values of the rule beside its limit */
    private static void rule(String name, String scope, String column, String target, Integer maxSessions) {
        sql("INSERT INTO limit_rule (name, scope, %s, max_sessions, changed_by, changed_at) VALUES ('%s', '%s', %s, %s, 'test', now())"
                .formatted(column, name, scope, target == null ? "NULL" : "'" + target + "'", maxSessions));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            LISTENER | subject | ftp             | 421 Too many sessions on listener ftp (limit 1). Try again in 30 s. [R-
            LISTENER | subject | -               | 421 Too many sessions on listener ftp (limit 1). Try again in 30 s. [R-
            NODE     | subject | node-under-test | 421 Too many sessions on this server (limit 1). Try again in 30 s. [R-
            NODE     | subject | -               | 421 Too many sessions on this server (limit 1). Try again in 30 s. [R-
            NETWORK  | network | 127.0.0.0/8     | 421 Too many sessions from 127.0.0.0/8 (limit 1). Try again in 30 s. [R-
            NETWORK  | network | -               | 421 Too many sessions from 127.0.0.0/24 (limit 1). Try again in 30 s. [R-
            ADDRESS  | network | 127.0.0.0/30    | 421 Too many sessions from 127.0.0.1 (limit 1). Try again in 30 s. [R-
            """)
    void at_the_door_each_scope_has_its_limit(String scope, String column, String target, String words) throws Exception {
        rule("rule", scope, column, target, 1);
        try (FtpProbe first = connect().expect("220"); FtpProbe second = connect()) {
            second.expect(words).expectEnd();
            first.send("NOOP").expect("200");
        }
    }

    @Test
    void a_rule_for_another_listener_node_or_network_is_none_for_this_client() throws Exception {
        rule("listener", "LISTENER", "subject", "ftps", 0);
        rule("node", "NODE", "subject", "other", 0);
        rule("network", "NETWORK", "network", "192.0.2.0/24", 0);
        try (FtpProbe client = connect()) {
            client.expect("220");
        }
    }

    @Test
    void a_network_is_one_pool_for_all_its_addresses() throws Exception {
        rule("pool", "NETWORK", "network", "127.0.0.0/30", 2);
        try (FtpProbe first = connectFrom("127.0.0.1").expect("220");
                FtpProbe second = connectFrom("127.0.0.2").expect("220");
                FtpProbe third = connectFrom("127.0.0.3");
                FtpProbe neighbour = connectFrom("127.0.0.4")) {
            first.send("NOOP").expect("200");
            second.send("NOOP").expect("200");
            third.expect("421 Too many sessions from 127.0.0.0/30 (limit 2)");
            neighbour.expect("220");
        }
    }

    @Test
    void the_most_particular_network_says_what_its_addresses_may() throws Exception {
        limits(null, 0, null);
        rule("wide", "ADDRESS", "network", "127.0.0.0/24", 1);
        rule("narrow", "ADDRESS", "network", "127.0.0.5/32", null);
        try (FtpProbe unlimited = connectFrom("127.0.0.5");
                FtpProbe again = connectFrom("127.0.0.5");
                FtpProbe one = connectFrom("127.0.0.6").expect("220");
                FtpProbe two = connectFrom("127.0.0.6");
                FtpProbe none = connectFrom("127.0.1.1")) {
            unlimited.expect("220");
            again.expect("220");
            one.send("NOOP").expect("200");
            two.expect("421 Too many sessions from 127.0.0.6 (limit 1)");
            none.expect("421 Too many sessions from 127.0.1.1 (limit 0)");
        }
    }

    @Test
    void a_group_is_one_pool_for_all_its_accounts() throws Exception {
        String other = newAccount();
        sql("INSERT INTO account_group (name) VALUES ('partners')",
                "UPDATE account SET group_name = 'partners' WHERE name IN ('%s', '%s')".formatted(account, other));
        rule("pool", "GROUP", "subject", "partners", 1);
        try (FtpProbe first = logIn(); FtpProbe second = connect().expect("220")) {
            second.send("USER " + other).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Too many sessions of group partners (limit 1)").expectEnd();
            first.send("NOOP").expect("200");
        }
    }

    @Test
    void an_account_has_the_limit_of_its_own_rule_or_of_its_group_or_of_all() throws Exception {
        String member = newAccount();
        sql("INSERT INTO account_group (name) VALUES ('scanners')",
                "UPDATE account SET group_name = 'scanners' WHERE name IN ('%s', '%s')".formatted(account, member));
        limits(null, null, 0);
        rule("members", "ACCOUNT", "members_of", "scanners", 1);
        rule("own", "ACCOUNT", "subject", account, 2);
        try (FtpProbe first = logIn();
                FtpProbe second = logIn();
                FtpProbe third = connect().expect("220");
                FtpProbe ofMember = connect().logIn(member, PASSWORD);
                FtpProbe more = connect().expect("220")) {
            third.send("USER " + account).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Too many sessions of " + account + " (limit 2)");
            first.send("NOOP").expect("200");
            second.send("NOOP").expect("200");
            ofMember.send("NOOP").expect("200");
            more.send("USER " + member).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Too many sessions of " + member + " (limit 1)");
        }
    }

    @Test
    void a_virtual_host_has_its_limit() throws Exception {
        sql("INSERT INTO virtual_host (name) VALUES ('files.example')");
        rule("host", "HOST", "subject", "files.example", 1);
        try (FtpProbe first = connect().expect("220"); FtpProbe second = connect().expect("220")) {
            first.send("HOST nowhere.example").expect("504").send("HOST Files.Example").expect("220 Host files.example");
            second.send("HOST files.example").expect("421 Too many sessions for host files.example (limit 1)").expectEnd();
            first.send("USER " + account).expect("331").send("HOST files.example").expect("503").send("PASS " + PASSWORD)
                    .expect("230");
        }
    }

    @Test
    void connections_of_a_minute_are_counted_over_the_cluster_and_the_client_learns_when_the_next_one_may_come()
            throws Exception {
        sql("UPDATE limits SET connections_per_minute_per_address = 2");
        for (int i = 0; i < 2; i++) {
            try (FtpProbe client = connect()) {
                client.expect("220");
            }
        }
        try (FtpProbe client = connect(); FtpProbe neighbour = connectFrom("127.0.0.2")) {
            client.expect("421 Too many connections per minute from 127.0.0.1 (limit 2). Try again in ");
            neighbour.expect("220");
        }
    }

    @Test
    void logins_of_a_minute_are_counted_for_the_account() throws Exception {
        sql("UPDATE limits SET connections_per_minute_per_account = 1");
        logIn().close();
        try (FtpProbe second = connect().expect("220")) {
            second.send("USER " + account).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Too many logins per minute of " + account + " (limit 1). Try again in ");
        }
    }

    @Test
    void who_is_refused_by_one_limit_takes_nothing_of_the_others() throws Exception {
        sql("UPDATE limits SET connections_per_minute = 1");
        rule("closed", "NETWORK", "network", "127.0.0.2/32", 0);
        for (int i = 0; i < 3; i++) {
            try (FtpProbe client = connectFrom("127.0.0.2")) {
                client.expect("421 Too many sessions from 127.0.0.2/32");
            }
        }
        try (FtpProbe client = connect().expect("220"); FtpProbe next = connect()) {
            client.send("NOOP").expect("200");
            next.expect("421 Too many connections per minute (limit 1)");
        }
    }

    @Test
    void places_are_kept_for_a_network() throws Exception {
        limits(2, null, null);
        sql("INSERT INTO reserve (name, sessions, networks, changed_by, changed_at)"
                + " VALUES ('operators', 1, '{127.0.0.9/32}', 'test', now())");
        try (FtpProbe first = connect().expect("220");
                FtpProbe second = connect();
                FtpProbe operator = connectFrom("127.0.0.9").expect("220");
                FtpProbe another = connectFrom("127.0.0.9")) {
            first.send("NOOP").expect("200");
            second.expect("421 Too many sessions (limit 2)");
            operator.send("NOOP").expect("200");
            another.expect("421 Too many sessions (limit 2)");
        }
    }

    @Test
    void places_are_kept_for_an_account_which_is_known_only_at_its_password() throws Exception {
        String operator = newAccount();
        limits(1, null, null);
        sql("INSERT INTO reserve (name, sessions, accounts, changed_by, changed_at)"
                + " VALUES ('operators', 1, '{%s}', 'test', now())".formatted(operator));
        try (FtpProbe stranger = connect().expect("220")) {
            stranger.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("421 Too many sessions (limit 1)");
        }
        try (FtpProbe inside = connect().logIn(operator, PASSWORD); FtpProbe second = connect()) {
            second.expect("421 Too many sessions (limit 1)");
            inside.send("NOOP").expect("200");
        }
    }

    @Test
    void a_limit_that_is_lowered_keeps_who_is_inside_and_admits_nobody_until_below() throws Exception {
        FtpProbe first = connect().expect("220");
        try (FtpProbe second = logIn()) {
            limits(1, null, null);
            try (FtpProbe client = connect()) {
                client.expect("421 Too many sessions (limit 1)");
            }
            first.send("QUIT").expect("221");
            try (FtpProbe client = connect()) {
                client.expect("421 Too many sessions (limit 1)");
            }
            second.send("QUIT").expect("221");
            try (FtpProbe client = connect()) {
                client.expect("220");
            }
        }
    }

    private void lowerTo(int maxSessions, String evict) {
        sql("UPDATE limits SET max_sessions = %d, evict = '%s'".formatted(maxSessions, evict));
        sql("DO $$ BEGIN PERFORM enforce_limits(); END $$");
    }

    @Test
    void the_oldest_sessions_go_when_a_limit_is_lowered_and_the_operator_wants_that() throws Exception {
        try (FtpProbe oldest = logIn(); FtpProbe older = logIn(); FtpProbe newest = logIn()) {
            lowerTo(1, "OLDEST");
            oldest.expect("421 Too many sessions (limit 1). Try again in 30 s. [R-").expectEnd();
            older.expect("421 Too many sessions (limit 1)").expectEnd();
            newest.send("NOOP").expect("200");
        }
    }

    @Test
    void the_idle_sessions_go_and_none_with_a_transfer() throws Exception {
        try (FtpProbe busy = logIn(); FtpProbe idle = logIn()) {
            busy.send("TYPE I").expect("200");
            FtpProbe.DataProbe up = busy.openData();
            busy.send("STOR file").expect("150");
            up.send("one");
            until(() -> transferring() == 1);
            lowerTo(0, "IDLE");
            idle.expect("421 Too many sessions (limit 0)").expectEnd();
            up.close();
            busy.expect("226").send("NOOP").expect("200");
        }
    }
}
