/** What people read: tables that fit the terminal, and the terminal itself. */
package io.drawbridge.cli.output;
