/** The virtual hosts: names that a client may give with HOST (RFC 7151). */
package io.drawbridge.admin.hosts;
