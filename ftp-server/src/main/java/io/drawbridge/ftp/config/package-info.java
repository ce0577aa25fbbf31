/** The settings of one ftp-server, and the texts that make sense for them. */
package io.drawbridge.ftp.config;
