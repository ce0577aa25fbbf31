/** Drawbridge as it is packaged, beside other servers, in turns: start with {@code Comparison}. */
package io.drawbridge.bench.compare;
