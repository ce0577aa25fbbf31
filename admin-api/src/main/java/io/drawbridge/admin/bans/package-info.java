/** Networks that are turned away for a time. Start reading at {@code BansResource}. */
package io.drawbridge.admin.bans;
