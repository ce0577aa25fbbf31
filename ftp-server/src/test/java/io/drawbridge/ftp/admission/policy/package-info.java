/**
 * Who is let in, as properties: random interleavings of arrivals, departures, crashes and changes of the limits are played to
 * the functions of the schema in a real PostgreSQL, and to a {@link io.drawbridge.ftp.admission.policy.Model} in plain Java.
 * {@link io.drawbridge.ftp.admission.policy.PolicyTest} is where to start reading. How many are tried:
 * {@code -Dpolicy.tries=N}.
 */
package io.drawbridge.ftp.admission.policy;
