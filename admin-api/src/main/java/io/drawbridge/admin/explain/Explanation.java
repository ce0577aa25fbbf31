package io.drawbridge.admin.explain;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client would get now, and why, as whoever asked reads it. */
// @formatter:off
public record Explanation(
        @Schema(description = "220: it is let in, and may log in. 421: it is turned away. 530: there is no such account, it is disabled or has expired, or it may not log in from there.",
                examples = "421")
        int reply,
        @Schema(nullable = true, description = "Why it is turned away, in one word.", examples = "network_full")
        String reason,
        @Schema(nullable = true, description = "Whose limit it is, or who is banned.", examples = "192.0.2.0/24")
        String subject,
        @Schema(nullable = true, description = "The limit that is reached; null when it is not a limit.", examples = "20")
        Integer limit,
        @Schema(nullable = true, description = "How many are counted against it.", examples = "20")
        Long held,
        @Schema(nullable = true, description = "Name of the limit rule or window that decides; limits: a limit of the cluster's own.",
                examples = "partners-pool")
        String rule,
        @Schema(nullable = true, description = "When to come back; null when nobody knows.", examples = "1800")
        Long retryAfterSeconds,
        @Schema(nullable = true, description = "Whose reserved place it would get; null: one of the places for all.", examples = "operators")
        String reserve,
        @Schema(description = "Whether it would have to give that place back unless it logs in as one that it is kept for.")
        boolean provisional,
        @Schema(description = "All limits that it meets, the nearest to it first.")
        List<Limit> limits,
        @Schema(nullable = true, description = "The access rule that decides about its address; null: none.")
        Access access,
        @Schema(nullable = true, description = "The ban of its address, even when an access rule lets it in; null: none.")
        Ban ban,
        @Schema(nullable = true, description = "The strictest maintenance that applies to it; null: none.")
        Maintenance maintenance) {

    /** A limit that the client meets, and how many count against it without the client. */
    public record Limit(
            @Schema(description = "What is counted together.", examples = "network")
            String scope,
            @Schema(nullable = true, description = "Null: the cluster, or a node when none was named.", examples = "192.0.2.0/24")
            String subject,
            @Schema(description = "Name of the limit rule; limits: a limit of the cluster's own.", examples = "partners-pool")
            String rule,
            @Schema(nullable = true, description = "Null: no limit.", examples = "20")
            Integer maxSessions,
            @Schema(description = "Sessions that count against it.", examples = "20")
            long held,
            @Schema(nullable = true, description = "Null: no limit.", examples = "60")
            Integer connectionsPerMinute) {
    }

    /** What an access rule says. */
    public record Access(
            @Schema(examples = "192.0.2.0/24") String network,
            @Schema(enumeration = { "allow", "deny" }, description = "Whether it is let in as limits say, or turned away.") String access) {
    }

    /** Who is turned away for a while. */
    public record Ban(
            @Schema(examples = "192.0.2.7/32") String network, Instant since, Instant until,
            @Schema(description = "The offences, or an administrator's words; may be empty.", examples = "failed login") String reason) {
    }

    /** A maintenance that has begun. */
    public record Maintenance(
            @Schema(description = "Of the window; maintenance: the flag.", examples = "upgrade") String name,
            @Schema(enumeration = { "cluster", "listener", "host", "group", "node" }, description = "Whom it is for.") String scope,
            @Schema(nullable = true, description = "Null: the cluster.", examples = "ftp-0") String subject,
            @Schema(enumeration = { "announce", "refuse", "drain", "disconnect" }, description = "What it does to clients.") String mode,
            @Schema(nullable = true, description = "Null: until it is taken away.") Instant until) {
    }
}
