/**
 * Who was turned away and why: what the reference in a client's 421 leads to. {@code RefusalsResource} is where to start
 * reading.
 */
package io.drawbridge.admin.refusals;
