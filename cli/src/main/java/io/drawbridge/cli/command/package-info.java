/** The commands, a class for each family, and what all of them have at hand ({@link io.drawbridge.cli.command.Shell}). */
package io.drawbridge.cli.command;
