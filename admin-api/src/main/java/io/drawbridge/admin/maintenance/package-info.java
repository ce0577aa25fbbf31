/** The flag that closes the door to newcomers, and the words they read. */
package io.drawbridge.admin.maintenance;
