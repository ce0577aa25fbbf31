/**
 * Drawbridge from outside: the packaged programs as processes, real FTP clients, raw sockets, and the REST API.
 * {@link io.drawbridge.it.Launch} starts programs; the classes named {@code ...IT} are the tests.
 */
package io.drawbridge.it;
