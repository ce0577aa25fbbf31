/**
 * Data connections: the ports on which clients are waited for, the endpoint at which client and server meet
 * ({@link io.drawbridge.ftp.data.Endpoint}), and the transfer over it. Knows neither sessions nor files: a transfer is
 * given its work and says how it ended.
 */
package io.drawbridge.ftp.data;
