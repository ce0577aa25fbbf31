package io.drawbridge.ftp.account;

import io.drawbridge.ftp.storage.Home;

/**
 * Someone who has shown who it is.
 *
 * @param tlsRequired whether it may do nothing in clear
 */
public record Account(String name, Home home, boolean tlsRequired) {
}
