/** Networks that are always let in, or never. Start reading at {@code AccessResource}. */
package io.drawbridge.admin.access;
