/**
 * What happens, as it happens, by server-sent events. {@link io.drawbridge.admin.events.EventFeed} reads what the database
 * numbers,
 * once for all who watch; start reading at {@link io.drawbridge.admin.events.EventStream}.
 */
package io.drawbridge.admin.events;
