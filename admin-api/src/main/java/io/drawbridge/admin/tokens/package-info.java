/** What programs show in place of a password. */
package io.drawbridge.admin.tokens;
