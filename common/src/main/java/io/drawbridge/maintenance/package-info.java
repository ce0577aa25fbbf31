/**
 * Windows of maintenance: when they open again (RFC 5545), the rows by which nodes know it, and the words that clients read.
 * Start reading at {@link io.drawbridge.maintenance.Schedule}.
 */
package io.drawbridge.maintenance;
