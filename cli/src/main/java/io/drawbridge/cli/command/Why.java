package io.drawbridge.cli.command;

import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Option;

/** What each command takes that changes something. */
final class Why {
    @Option(names = "--reason", paramLabel = "WORDS", description = "Why, for the audit. The server may require it.")
    private String reason;

    Query query() {
        return new Query().and("reason", reason);
    }
}
