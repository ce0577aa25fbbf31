/**
 * What programs tell each other through PostgreSQL. A notice only says "look again": it is sent in the transaction that
 * changed the rows, and whoever hears it reads the rows. One that is lost is made good by the next heartbeat.
 */
package io.drawbridge.notice;
