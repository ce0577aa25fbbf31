/** Who may log in by FTP. */
package io.drawbridge.admin.accounts;
