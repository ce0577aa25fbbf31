package io.drawbridge.ftp.account;

/**
 * A host that a client has asked for with HOST.
 *
 * @param name in lower case
 * @param greeting in one line, not empty
 */
public record VirtualHost(String name, String greeting) {
}
