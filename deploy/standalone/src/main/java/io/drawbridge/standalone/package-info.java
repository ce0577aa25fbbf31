/** FTP server, admin API and PostgreSQL in one process group: the way to try Drawbridge, and to run it on one machine. */
package io.drawbridge.standalone;
