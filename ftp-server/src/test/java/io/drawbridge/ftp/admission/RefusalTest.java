package io.drawbridge.ftp.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            CLUSTER_FULL         | -         | 100 | -                 | Too many sessions (limit 100). Try again in 30 s. [R-1]
            ADDRESS_FULL         | 192.0.2.7 | 5   | -                 | Too many sessions from 192.0.2.7 (limit 5). Try again in 30 s. [R-1]
            ACCOUNT_FULL         | alice     | 0   | -                 | Too many sessions of alice (limit 0). Try again in 30 s. [R-1]
            ACCOUNT_GONE         | alice     | -   | -                 | The account alice was disabled. Try again in 30 s. [R-1]
            DRAINING             | -         | -   | new disks         | This server takes no new sessions: new disks. Try again in 30 s. [R-1]
            MAINTENANCE          | -         | -   | Back at 14:00 UTC | Closed for maintenance: Back at 14:00 UTC. Try again in 30 s. [R-1]
            MAINTENANCE          | -         | -   | Sorry!            | Closed for maintenance: Sorry! Try again in 30 s. [R-1]
            MAINTENANCE          | -         | -   | -                 | Closed for maintenance. Try again in 30 s. [R-1]
            MAINTENANCE          | -         | -   | 120 until 14:00   | Closed for maintenance: 120 until 14:00. Try again in 30 s. [R-1]
            GROUP_FULL           | partners  | 10  | -                 | Too many sessions of group partners (limit 10). Try again in 30 s. [R-1]
            NODE_FULL            | ftp-1     | 10  | -                 | Too many sessions on this server (limit 10). Try again in 30 s. [R-1]
            NETWORK_TOO_FAST     | 10.0.0.0/8 | 60 | -                 | Too many connections per minute from 10.0.0.0/8 (limit 60). Try again in 30 s. [R-1]
            BANNED               | 192.0.2.7/32 | - | -                | Banned for a while. Try again in 30 s. [R-1]
            SHUTTING_DOWN        | -         | -   | -                 | Shutting down. Try again in 30 s. [R-1]
            BUSY                 | -         | -   | memory runs low   | Busy: memory runs low. Try again in 30 s. [R-1]
            DATABASE_UNAVAILABLE | -         | -   | -                 | The session limits cannot be checked just now. Try again in 30 s. [R-1]
            """)
    void a_refusal_says_reason_limit_when_to_come_back_and_reference(Reason reason, String subject, Integer limit,
            String message, String words) {
        assertThat(refusal(reason, subject, limit, message, Duration.ofSeconds(30)).words()).isEqualTo(words);
    }

    @Test
    void who_is_not_to_come_back_is_not_told_when() {
        assertThat(refusal(Reason.DENIED, "192.0.2.7", null, null, Duration.ZERO).words())
                .isEqualTo("No access from 192.0.2.7. [R-1]");
    }

    private static Refusal refusal(Reason reason, String subject, Integer limit, String message, Duration retryAfter) {
        return new Refusal(reason, subject, limit, limit == null ? null : Long.valueOf(limit), null, message, retryAfter,
                "R-1");
    }
}
