/**
 * FTP clients that are cheap enough to share a machine with the server: one event loop for all, on loopback only, bounded
 * in number and time. Start with {@code Round}, a load that runs; {@code Client} is one of its clients.
 */
package io.drawbridge.bench.load;
