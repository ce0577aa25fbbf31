/** How many offences are too many, and how long is banned who commits them. Start reading at {@code ProtectionResource}. */
package io.drawbridge.admin.protection;
