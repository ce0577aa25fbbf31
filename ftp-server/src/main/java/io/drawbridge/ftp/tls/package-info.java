/** TLS for control and data connections: the key material and one engine for each connection. It knows no other package. */
package io.drawbridge.ftp.tls;
