/**
 * The FTP server. A connection goes from {@code server} (sockets) through {@code admission} (220 or 421) to a
 * {@code session}, whose lines {@code command} answers over {@code storage} and {@code data}. {@code protocol},
 * {@code storage} and {@code data} are leaves; nothing points back up.
 */
package io.drawbridge.ftp;
