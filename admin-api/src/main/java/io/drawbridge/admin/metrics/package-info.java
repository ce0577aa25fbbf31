/** What Prometheus may hear of requests to the API. */
package io.drawbridge.admin.metrics;
