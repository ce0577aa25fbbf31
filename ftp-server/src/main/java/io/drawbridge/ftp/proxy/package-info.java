/**
 * Whom a proxy in front of this server speaks for: the PROXY protocol, versions 1 and 2. Begin with {@link Proxies}. Nothing
 * here knows of FTP.
 */
package io.drawbridge.ftp.proxy;
