/** How a command ends: its exit code, and the one line that says what went wrong. */
package io.drawbridge.cli.outcome;
