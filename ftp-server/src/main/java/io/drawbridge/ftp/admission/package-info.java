/**
 * May this client come in, and may it log in? Arrivals, logins and departures of this node are settled in batches by
 * PostgreSQL, which counts over all nodes. {@link io.drawbridge.ftp.admission.Admissions} is where to start reading.
 * Knows neither sockets nor FTP: who is inside is an {@link io.drawbridge.ftp.admission.Occupant}.
 */
package io.drawbridge.ftp.admission;
