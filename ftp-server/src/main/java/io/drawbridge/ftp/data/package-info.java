/**
 * Data connections: the ports lent to them, the listener that waits for the client, and the transfer over it. Knows
 * neither sessions nor files: a transfer is given its work and says how it ended.
 */
package io.drawbridge.ftp.data;
