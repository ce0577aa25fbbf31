/** Who may log in, and where the files of an account are. */
package io.drawbridge.ftp.account;
