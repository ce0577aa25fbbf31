/**
 * FTP clients that people use, each with the command lines by which it does what it can: for the tests that run them
 * (RealClientsIT) and for the page that shows them to operators (docs/clients.md). Start reading at RealClient.
 */
package io.drawbridge.it.clients;
