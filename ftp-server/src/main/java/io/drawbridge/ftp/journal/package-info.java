/**
 * Writes down what happens at the door, for operators who watch: off the way of a connection, and bounded. Start reading at
 * {@link io.drawbridge.ftp.journal.Journal}.
 */
package io.drawbridge.ftp.journal;
