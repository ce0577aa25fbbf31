/**
 * The files of an account: names as clients type them, kept inside the account's home, and uploads that appear whole or
 * not at all. A leaf: it knows neither sessions nor sockets.
 */
package io.drawbridge.ftp.storage;
