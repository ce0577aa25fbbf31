/**
 * The flag that closes the door to newcomers, windows that close it at set times, and the words they read. Windows:
 * {@code WindowsResource} is where to start reading.
 */
package io.drawbridge.admin.maintenance;
