/**
 * The command line {@code drawbridge}, a client of the admin API. {@link io.drawbridge.cli.Program} has all of its commands.
 */
package io.drawbridge.cli;
