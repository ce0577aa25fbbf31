/**
 * Spans of sessions for OpenTelemetry: {@link io.drawbridge.ftp.trace.Tracing} begins one for each arrival, and
 * {@link io.drawbridge.ftp.trace.SessionTrace} is told what becomes of it. While tracing is off neither does anything. Knows
 * the
 * settings alone.
 */
package io.drawbridge.ftp.trace;
