/**
 * Sockets and life cycle: listens, asks for admission, greets or refuses, reads lines and writes replies, and stops.
 * {@link io.drawbridge.ftp.server.FtpServer} is where to start reading.
 */
package io.drawbridge.ftp.server;
