/**
 * What a client reads when something is wrong: one JSON shape (RFC 9457) for all of it. Knows no noun of the API.
 * Start reading at {@link io.drawbridge.admin.problem.Problem}.
 */
package io.drawbridge.admin.problem;
