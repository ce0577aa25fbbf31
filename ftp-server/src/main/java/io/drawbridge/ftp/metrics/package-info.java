/**
 * What the server tells Prometheus: {@link io.drawbridge.ftp.metrics.Metric} is the list, from which docs/metrics.md is written
 * too. Knows nobody.
 */
package io.drawbridge.ftp.metrics;
