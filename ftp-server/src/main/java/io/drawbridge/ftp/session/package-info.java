/**
 * What one connection remembers between its commands, and the events that its thread works on. One thread owns a
 * session; what others may ask is said where it stands.
 */
package io.drawbridge.ftp.session;
