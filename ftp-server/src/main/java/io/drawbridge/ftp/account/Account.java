package io.drawbridge.ftp.account;

import io.drawbridge.ftp.storage.Home;

/** Someone who has shown the right password. */
public record Account(String name, Home home) {
}
