/**
 * What a client would get now, and why, without connecting: the real decision, in a transaction that is never committed.
 * {@code Rehearsal} is where to start reading.
 */
package io.drawbridge.admin.explain;
