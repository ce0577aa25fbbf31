package io.drawbridge.ftp.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What turns newcomers away besides limits: access rules, bans, maintenance; at the door, and when they say who they are. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NewcomerTest {
    private static final Database DATABASE = Database.connect();
    private static final UUID CLIENT = new UUID(9, 1);

    private long epoch;

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @BeforeEach
    void a_node_is_there() {
        DATABASE.empty();
        DATABASE.timeIs(0);
        epoch = DATABASE.start("north", new UUID(9, 0));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # denied,        allowed,        banned,         verdict
            ,                ,               ,               ADMITTED
            192.0.2.0/24,    ,               ,               DENIED
            192.0.2.0/24,    192.0.2.1/32,   ,               ADMITTED
            192.0.2.1/32,    192.0.2.0/24,   ,               DENIED
            ,                ,               192.0.2.0/24,   BANNED
            ,                192.0.2.1/32,   192.0.2.0/24,   ADMITTED
            ,                192.0.0.0/16,   192.0.2.1/32,   ADMITTED
            192.0.2.0/24,    ,               192.0.2.0/24,   DENIED
            198.51.100.0/24, ,               198.51.100.7/32, ADMITTED
            """)
    void an_address_is_denied_by_the_most_particular_rule_or_banned_unless_it_is_allowed(String denied, String allowed,
            String banned, String verdict) {
        access(denied, "DENY");
        access(allowed, "ALLOW");
        if (banned != null) {
            DATABASE.execute("INSERT INTO ban (network, since, until, reason, banned_by) VALUES (?::cidr, clock_timestamp(),"
                    + " clock_timestamp() + interval '90 s', 'storm', 'test')", banned);
        }
        Decision decision = arrive();
        assertThat(decision.verdict()).isEqualTo(verdict);
        assertThat(decision.retryAfter()).isEqualTo(verdict.equals("BANNED") ? Long.valueOf(90) : null);
        DATABASE.timeIs(90_000_000);
        if (verdict.equals("BANNED")) {
            assertThat(arrive().verdict()).as("after the ban").isEqualTo("ADMITTED");
        }
    }

    private static void access(String network, String access) {
        if (network != null) {
            DATABASE.execute("INSERT INTO access_rule (network, access) VALUES (?::cidr, ?)", network, access);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # mode,    scope,    subject,   networks,      accounts, at the door, as ann (of staff) at a.example
            ANNOUNCE,  CLUSTER,  ,          ,              ,         ADMITTED,    ADMITTED
            REFUSE,    CLUSTER,  ,          ,              ,         MAINTENANCE,
            DRAIN,     CLUSTER,  ,          ,              ,         MAINTENANCE,
            DISCONNECT, CLUSTER, ,          ,              ,         MAINTENANCE,
            REFUSE,    CLUSTER,  ,          192.0.2.0/24,  ,         ADMITTED,    ADMITTED
            REFUSE,    CLUSTER,  ,          192.0.3.0/24,  ,         MAINTENANCE,
            REFUSE,    CLUSTER,  ,          ,              ann,      ADMITTED,    ADMITTED
            REFUSE,    CLUSTER,  ,          ,              bob,      ADMITTED,    MAINTENANCE
            REFUSE,    LISTENER, ftp,       ,              ,         MAINTENANCE,
            REFUSE,    LISTENER, ftps,      ,              ,         ADMITTED,    ADMITTED
            REFUSE,    NODE,     north,     ,              ,         MAINTENANCE,
            REFUSE,    NODE,     south,     ,              ,         ADMITTED,    ADMITTED
            REFUSE,    HOST,     a.example, ,              ,         ADMITTED,    MAINTENANCE
            REFUSE,    HOST,     b.example, ,              ,         ADMITTED,    ADMITTED
            REFUSE,    GROUP,    staff,     ,              ,         ADMITTED,    MAINTENANCE
            REFUSE,    GROUP,    staff,     192.0.2.1/32,  ,         ADMITTED,    ADMITTED
            REFUSE,    GROUP,    staff,     ,              ann,      ADMITTED,    ADMITTED
            REFUSE,    GROUP,    guests,    ,              ,         ADMITTED,    ADMITTED
            """)
    void a_window_refuses_whom_it_is_for_as_soon_as_that_is_known(String mode, String scope, String subject, String networks,
            String accounts, String atDoor, String asAnn) {
        window("work", mode, scope, subject, networks, accounts, 0, 600);
        Decision decision = arrive();
        assertThat(decision.verdict()).isEqualTo(atDoor);
        if (decision.isAdmitted()) {
            decision = DATABASE.settle("north", epoch, 2, null, List.of(), List.of(),
                    List.of(new Claim(CLIENT, "a.example", "ann"))).getFirst();
            assertThat(decision.verdict()).isEqualTo(asAnn);
        }
        assertThat(decision.rule()).isEqualTo(decision.isAdmitted() ? null : "work");
        assertThat(decision.retryAfter()).isEqualTo(decision.isAdmitted() ? null : Long.valueOf(600));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # first window: mode, from, to; second window; at second; who refuses
            REFUSE,   0, 100, DRAIN,      0,   50,  10,  second
            REFUSE,   0, 100, DRAIN,      0,   50,  50,  first
            ANNOUNCE, 0, 100, REFUSE,     50,  100, 49,
            ANNOUNCE, 0, 100, REFUSE,     50,  100, 50,  second
            DRAIN,    0, 100, DISCONNECT, 0,   10,  5,   second
            REFUSE,   0, 100, REFUSE,     0,   200, 5,   second
            REFUSE,   0, 100, REFUSE,     100, 200, 100, second
            REFUSE,   0, 100, REFUSE,     100, 200, 200,
            """)
    void of_windows_that_overlap_the_strictest_tells_why(String firstMode, int firstFrom, int firstTo, String secondMode,
            int secondFrom, int secondTo, int at, String rule) {
        window("first", firstMode, "CLUSTER", null, null, null, firstFrom, firstTo);
        window("second", secondMode, "CLUSTER", null, null, null, secondFrom, secondTo);
        DATABASE.timeIs(at * 1_000_000L);
        assertThat(arrive().rule()).isEqualTo(rule);
    }

    private static void window(String name, String mode, String scope, String subject, String networks, String accounts,
            int from,
            int to) {
        DATABASE.execute(
                "INSERT INTO maintenance_window (name, mode, scope, subject, exempt_networks, exempt_accounts, starts_at,"
                        + " changed_by, changed_at) VALUES (?, ?, ?, ?::text, ?::cidr[], ?, now(), 'test', now())",
                name, mode, scope, subject,
                networks == null ? List.of() : List.of(networks), accounts == null ? List.of() : List.of(accounts));
        DATABASE.timeIs(0);
        DATABASE.execute("INSERT INTO maintenance_occurrence (window_name, starts_at, ends_at) VALUES (?,"
                + " clock_timestamp() + ? * interval '1 s', clock_timestamp() + ? * interval '1 s')", name, from, to);
    }

    private Decision arrive() {
        Arrival client = new Arrival(CLIENT, "ftp", "192.0.2.1", 0, null, null);
        long batch = DATABASE.query("SELECT batch + 1 FROM node_ledger", row -> row.getLong(1)).getFirst();
        return DATABASE.settle("north", epoch, batch, null, List.of(), List.of(client), List.of()).getFirst();
    }
}
