/**
 * What operators can watch as it happens. Nodes and the database write events, the admin API tells them on; the tables are in
 * {@code V10__Tell_what_happens.sql}.
 */
package io.drawbridge.event;
