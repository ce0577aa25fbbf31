/**
 * What each verb does, in a class per family, each method from a session and an argument to a reply.
 * {@link io.drawbridge.ftp.command.Dispatcher} checks the facts of the verb table and chooses the method.
 */
package io.drawbridge.ftp.command;
