package io.drawbridge.cli.command;

/** How an answer is written. The names are what is typed. */
enum Format {
    table,
    json
}
