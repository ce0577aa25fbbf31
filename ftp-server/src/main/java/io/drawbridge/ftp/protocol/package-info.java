/**
 * The language of FTP, without any I/O: verbs, commands, replies, lines, addresses and times as they look on the wire.
 * A leaf: it knows the reply catalogue and nothing else.
 */
package io.drawbridge.ftp.protocol;
