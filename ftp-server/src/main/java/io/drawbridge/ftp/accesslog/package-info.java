/**
 * The access log: what was done with files, a line each, as xferlog or JSON. {@link io.drawbridge.ftp.accesslog.AccessLog}
 * writes
 * them, {@link io.drawbridge.ftp.accesslog.Access} is one of them. Knows the protocol and the settings alone.
 */
package io.drawbridge.ftp.accesslog;
